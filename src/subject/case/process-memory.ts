/** What workers send may depend on what their process remembers, such as behind `let isReady = false`. */
import type { StatementParser } from '../../gate/wire/housekeeping.js';
import type { Schedule } from '../../model.js';
import { lettersOf } from '../../text/schedule.js';

/** The statements of a run by worker, in the order in which they were sent. */
export type StatementsByWorker = ReadonlyMap<number, readonly string[]>;

export interface SentStatement {
  readonly worker: number;
  readonly sql: string;
}

/** Rows that can be put back. What was not read is not known to have changed. */
interface ChangedRows {
  read(): Promise<unknown>;
  restore(): Promise<void>;
}

type Parser = Pick<StatementParser, 'effectOf' | 'stepKey' | 'tablesIn'>;

/** What a lane needs to open its application anew. */
export interface ProcessMemoryOptions {
  readonly parser: Parser;
  /** The names of the case's tables and columns. */
  readonly names: ReadonlySet<string>;
  /** Loads the modules of the case again, and opens the application from them; null: it is a service. */
  readonly reopen: (() => Promise<void>) | null;
  /** Whether `open` changes the database, so that it must not run again. */
  readonly hasOwnStart: () => boolean;
}

/**
 * Compares what workers send each time that the same order is run.
 *
 * A statement that only the first of two runs has is remembered as sent: `renew` opens the application anew between runs
 * from then on, so that each begins as the first one did, and the orders are run again. `missed` is a statement that is
 * still not sent each time: it does not come back, the application cannot be opened anew, or only a later run has it.
 */
export class ProcessMemory {
  readonly #options: ProcessMemoryOptions;
  /** What was sent when an order was run first, by its letters. */
  readonly #atFirst = new Map<string, StatementsByWorker>();
  #last: StatementsByWorker = new Map();
  /** The keys of what each worker has sent first in a serial order; empty: it sent nothing. */
  readonly #firsts = new Map<number, Set<string>>();
  #isWatching = true;
  /** What only the first of two runs sent. */
  #found: (SentStatement & { readonly run: string }) | null = null;
  /** What only the later one sent. A process that has just begun does not, so opening it anew cannot bring it back. */
  #later: SentStatement | null = null;
  /** What the application is opened anew for, and all that was sent in that run; null: it is not. */
  #wanted: (SentStatement & { readonly run: string; readonly all: StatementsByWorker }) | null =
    null;
  /** Whether a run that began anew sent all of that again. */
  #hasReturned = false;

  constructor(options: ProcessMemoryOptions) {
    this.#options = options;
  }

  /** Whether a worker does not send the same first in every serial order. It cannot know the rows by then. */
  get firstsDiffer(): boolean {
    return [...this.#firsts.values()].some(({ size }) => size > 1);
  }

  /** Whether a worker first sent in the last run what it never did in a serial order. */
  get isFirstNew(): boolean {
    return [...this.#firsts].some(([worker, keys]) => !keys.has(this.#firstOf(worker)));
  }

  #firstOf(worker: number): string {
    const [first] = this.#last.get(worker) ?? [];
    const { parser, names } = this.#options;
    return first === undefined ? '' : parser.stepKey(first, names);
  }

  /** Whether what further runs send is compared. */
  get isWatching(): boolean {
    return this.#isWatching;
  }

  /** The statement for which the application is opened anew between runs; null: it is not. */
  get renewedFor(): SentStatement | null {
    return this.#wanted;
  }

  /** A statement that is not sent each time although the order is the same, and why that stays so; null: none. */
  get missed(): (SentStatement & { readonly why: string }) | null {
    if (this.#later !== null) return { ...this.#later, why: UNKNOWN };
    if (this.#wanted === null) return this.#found && { ...this.#found, why: this.#whyNotRenewed() };
    if (!this.#hasReturned) return { ...this.#wanted, why: KEPT };
    return this.#found && { ...this.#found, why: CHANCE };
  }

  /** Whether that is a service which only reads it, and so fills a cache. */
  get isCache(): boolean {
    const { reopen, parser } = this.#options;
    return reopen === null && parser.effectOf(this.missed?.sql ?? '') === 'reads';
  }

  #whyNotRenewed(): string {
    const { reopen, hasOwnStart } = this.#options;
    if (reopen === null) return OF_SERVICE;
    // Otherwise it was found when the orders had been learned.
    return hasOwnStart() ? OWN_START : UNKNOWN;
  }

  /** A run has ended, and the rows are put back. */
  async ended(sent: StatementsByWorker, snapshot: ChangedRows): Promise<void> {
    this.#last = sent;
    if (this.#wanted === null) return;
    await this.#options.reopen?.();
    // What closing it has changed.
    await snapshot.read();
    await snapshot.restore();
  }

  /** The last run was this order. */
  ran(order: Schedule): void {
    if (!this.#isWatching) return;
    // No schedule is like the first run of a process that is not begun anew.
    for (const worker of this.#atFirst.size > 0 || this.#wanted !== null ? order : []) {
      const firsts = this.#firsts.get(worker) ?? new Set();
      this.#firsts.set(worker, firsts.add(this.#firstOf(worker)));
    }
    const run = lettersOf(order);
    const first = this.#atFirst.get(run) ?? this.#last;
    this.#atFirst.set(run, first);
    if (this.#wanted?.run === run)
      this.#hasReturned ||= onlyIn(this.#wanted.all, this.#last, this.#options) === null;
    const lost = onlyIn(first, this.#last, this.#options);
    if (lost !== null) this.#found ??= { ...lost, run };
    this.#later ??= onlyIn(this.#last, first, this.#options);
  }

  /** Compares no further runs. @param isKnown whether those so far were of the workers alone */
  endWatch(isKnown: boolean): void {
    this.#isWatching = false;
    if (isKnown) return;
    this.#found = null;
    this.#later = null;
  }

  /**
   * Opens the application anew between runs from now on, if that may help.
   * @returns whether it does, so that the orders so far have to be run again
   */
  async renew(): Promise<boolean> {
    const { reopen, hasOwnStart } = this.#options;
    const found = this.#found;
    if (found === null || reopen === null || hasOwnStart()) return false;
    this.#wanted = { ...found, all: this.#atFirst.get(found.run) ?? new Map() };
    this.#found = null;
    this.#atFirst.clear();
    this.#firsts.clear();
    await reopen();
    return true;
  }
}

/**
 * A statement that one run sent, and the other did not, if its place in an order may matter: it changes something, or
 * reads what others change.
 */
function onlyIn(
  one: StatementsByWorker,
  other: StatementsByWorker,
  { parser, names }: Pick<ProcessMemoryOptions, 'parser' | 'names'>,
): SentStatement | null {
  const keyOf = (sql: string) => parser.stepKey(sql, names);
  const changes = (sql: string) => parser.effectOf(sql) === 'changes';
  const all = [...one.values(), ...other.values()].flat();
  const changed = new Set(all.flatMap((sql) => (changes(sql) ? parser.tablesIn(sql) : [])));
  const missing = [...one].flatMap(([worker, statements]) => {
    const rest = (other.get(worker) ?? []).map(keyOf);
    return statements.flatMap((sql): SentStatement[] => {
      const place = rest.indexOf(keyOf(sql));
      if (place < 0) return [{ worker, sql }];
      rest.splice(place, 1);
      return [];
    });
  });
  const readsChanged = (sql: string) => parser.tablesIn(sql).some((name) => changed.has(name));
  return (
    missing.find(({ sql }) => changes(sql)) ?? missing.find(({ sql }) => readsChanged(sql)) ?? null
  );
}

const KEPT =
  'its process remembers earlier runs, which could not be undone between runs. Modules of packages, and those of a case that is an object of a test, are loaded only once: let the worker forget what it knows at its beginning, or keep it in what open returns.';

const OF_SERVICE =
  'the service remembers earlier runs, and is not started anew for each run. Let it do what it does only once before it is ready.';

const OWN_START =
  'its process remembers earlier runs. The application is opened anew for each run then, but not where open changes the database: do that in schema or start.';

const UNKNOWN =
  'its process remembers earlier runs, or the code depends on time or chance, so not every order of its statements was run.';

const CHANCE = 'its process had just begun each time, so the code depends on time or chance.';
