/** Keeps what the code of a case does to the whole process to this case. */
import type { CaseDefect } from '../../errors.js';
import type { Case } from '../../model.js';
import { placeOf } from '../../text/place.js';
import { shortPath } from '../../text/reference.js';
import { isOfClosedGate } from './closed-gates.js';
import { called, propertyDefect, shownWords } from './defects.js';
import { promiseToReject } from './lanes-mixed.js';
import { currentPlace } from './whose-code.js';

const EVENTS = ['unhandledRejection', 'uncaughtException'] as const;
const ENDS = ['exit', 'abort'] as const;

/** What guards the process while a case is open. */
export interface ProcessGuard {
  /** Rejects at the first error that no code handles, or when code ends the process. */
  readonly strayed: Promise<never>;
  /** Ignores such errors during this work, because its connections are closed on purpose. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** During this work, such an error ends only the work. @throws {CaseDefect} for the error */
  apart<T>(work: () => Promise<T>): Promise<T>;
}

/** Where an error comes from, as far as it is known. */
export interface StrayOrigin {
  /** The case whose code was running, as it is called in messages; undefined: not known. */
  readonly of: string | undefined;
  /** The absolute path of the file; empty: not known. */
  readonly file: string;
}

/** What is known of the other cases. */
export interface OtherCases {
  /**
   * Receives an error that no code handled.
   * @returns whether it comes from one of them
   */
  readonly strayed: (origin: StrayOrigin, error: unknown) => boolean;
}

/** A case that is open. */
interface OpenCase {
  readonly the: Case;
  readonly others: OtherCases;
  reject: (defect: CaseDefect) => void;
  /** How many works are under way during which errors are ignored. */
  ignoring: number;
}

/** Several, when tests explore them at once. */
const open = new Set<OpenCase>();
let release: () => void = () => {};

/** Guards the process during this work. */
export async function guardProcess<T>(
  the: Case,
  others: OtherCases,
  work: (guard: ProcessGuard) => Promise<T>,
): Promise<T> {
  const { promise: strayed, reject } = promiseToReject();
  const entry: OpenCase = { the, others, reject, ignoring: 0 };
  const directory = process.cwd();
  if (open.size === 0) release = takeOver();
  open.add(entry);
  const during: ProcessGuard['during'] = async (closing) => {
    entry.ignoring += 1;
    try {
      return await closing();
    } finally {
      entry.ignoring -= 1;
    }
  };
  const apart: ProcessGuard['apart'] = async (part) => {
    const own = promiseToReject();
    entry.reject = own.reject;
    try {
      return await Promise.race([part(), own.promise]);
    } finally {
      entry.reject = reject;
    }
  };
  try {
    return await work({ strayed, during, apart });
  } finally {
    open.delete(entry);
    if (open.size === 0) {
      release();
      if (process.cwd() !== directory) process.chdir(directory);
    }
  }
}

/** The open case whose code was running, or that is in this file. */
const casesAt = ({ of, file }: StrayOrigin): readonly OpenCase[] =>
  [...open].filter(({ the }) => (of === undefined ? the.file === file : called(the) === of));

/** When it is not known which case it was, it may be any. A case that is over is known. */
const anyOf = ({ of }: StrayOrigin): readonly OpenCase[] => (of === undefined ? [...open] : []);

function stray(error: unknown): void {
  if (isOfClosedGate(error)) return;
  const place = placeOf(error);
  const origin = { of: currentPlace()?.of, file: place?.replace(/:\d+$/, '') ?? '' };
  const own = casesAt(origin);
  if (own.length === 0 && [...open].some(({ others }) => others.strayed(origin, error))) return;
  for (const { the, reject, ignoring } of own.length > 0 ? own : anyOf(origin)) {
    if (ignoring === 0) reject(strayDefect(the, error, place));
  }
}

function ended(what: string): never {
  const origin = { of: currentPlace()?.of, file: '' };
  const own = casesAt(origin);
  for (const { the, reject } of own.length > 0 ? own : anyOf(origin)) reject(endDefect(the, what));
  throw new ExitCalled(what);
}

/** @returns a function that puts back what was there before */
function takeOver(): () => void {
  const ends = ENDS.map((name) => ({ name, original: Reflect.get(process, name) as unknown }));
  const on: (...given: never) => unknown = Reflect.get(process, 'on');
  const before = EVENTS.map((event) => ({ event, listeners: process.rawListeners(event) }));
  for (const event of EVENTS) {
    process.removeAllListeners(event);
    process.on(event, stray);
  }
  for (const { name } of ends) Reflect.set(process, name, () => ended(name));
  return () => {
    for (const { name, original } of ends) Reflect.set(process, name, original);
    for (const { event, listeners } of before) {
      process.removeListener(event, stray);
      for (const listener of listeners) Reflect.apply(on, process, [event, listener]);
    }
  };
}

/** Stops code that ends the process. */
class ExitCalled extends Error {
  override readonly name = 'ExitCalled';

  /** `exit` or `abort`. */
  readonly end: string;

  constructor(what: string) {
    super(`process.${what}() was called`);
    this.end = what;
  }
}

/** Errors of a connection that the server has ended. */
const CUT = /terminating connection|terminated unexpectedly|CONNECTION_(?:CLOSED|DESTROYED|ENDED)/;

function strayDefect(the: Case, error: unknown, place: string | null): CaseDefect {
  const where = place === null ? '' : ` at ${shortPath(place)}`;
  if (error instanceof ExitCalled) return endDefect(the, error.end);
  const said = shownWords(error);
  return propertyDefect(
    the,
    `an error that no code handled: ${said}${where}`,
    CUT.test(said)
      ? "A pool reports a connection that is lost as an event: add pool.on('error', …) in open."
      : 'Look for a promise without an await, or for a timer, in the code of a worker.',
    error,
  );
}

const endDefect = (the: Case, what: string): CaseDefect =>
  propertyDefect(
    the,
    `${currentPlace()?.property ?? 'its code'} called process.${what}()`,
    'Let it throw an error instead.',
  );
