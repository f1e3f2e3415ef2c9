import { shortPath } from '../../text/reference.js';
import { placeOf } from '../../text/place.js';
import { CaseDefect } from '../../errors.js';
import type { Case } from '../../model.js';
import { called, words } from './defects.js';

const EVENTS = ['unhandledRejection', 'uncaughtException'] as const;

/**
 * Works while what the code of a case does to the whole process concerns only this case: an error that nobody
 * handled, or a call of `process.exit`.
 * @param work receives a promise that rejects when that happens
 */
export async function guardProcess<T>(
  the: Case,
  work: (strayed: Promise<never>) => Promise<T>,
): Promise<T> {
  let reject: (defect: CaseDefect) => void = () => {};
  const strayed = new Promise<never>((_resolve, rejected) => {
    reject = rejected;
  });
  strayed.catch(() => undefined);
  const restore = takeOver(
    (error) => reject(strayDefect(the, error)),
    () => reject(exitDefect(the)),
  );
  try {
    return await work(strayed);
  } finally {
    restore();
  }
}

/** @returns a function that puts back what was there before */
function takeOver(stray: (error: unknown) => void, exited: () => void): () => void {
  const exit: unknown = Reflect.get(process, 'exit');
  const on: (...given: never) => unknown = Reflect.get(process, 'on');
  const before = EVENTS.map((event) => ({ event, listeners: process.rawListeners(event) }));
  for (const event of EVENTS) {
    process.removeAllListeners(event);
    process.on(event, stray);
  }
  Reflect.set(process, 'exit', () => {
    exited();
    throw new ExitCalled();
  });
  return () => {
    Reflect.set(process, 'exit', exit);
    for (const { event, listeners } of before) {
      process.removeListener(event, stray);
      for (const listener of listeners) Reflect.apply(on, process, [event, listener]);
    }
  };
}

/** Stops code that called `process.exit`. */
class ExitCalled extends Error {
  override readonly name = 'ExitCalled';

  constructor() {
    super('process.exit() was called');
  }
}

function strayDefect(the: Case, error: unknown): CaseDefect {
  const place = error instanceof Error ? placeOf(error) : null;
  const where = place === null ? '' : ` at ${shortPath(place)}`;
  return new CaseDefect(
    the.name,
    `${called(the)}: an error that no code handled: ${words(error)}${where}`,
    {
      hint: 'Look for a promise without an await, or for a timer, in the code of a worker.',
      cause: error,
    },
  );
}

const exitDefect = (the: Case): CaseDefect =>
  new CaseDefect(the.name, `${called(the)}: its code called process.exit()`, {
    hint: 'Let it throw an error instead.',
  });
