import { levelAtStart, type LevelUse } from './level-use.js';

/** At which levels the statements of a step run. */
export interface StepLevels {
  /** What named the level, for each statement that reads or writes; null: it runs at the default level. */
  readonly works: readonly (string | null)[];
  /** Whether a transaction begins, or goes on. */
  readonly inTransaction: boolean;
  /** Of the last statement, which may be a COMMIT. */
  readonly last: string | null;
}

export const AT_NO_LEVEL: StepLevels = { works: [], inTransaction: false, last: null };

/** What named the isolation level of a session's transactions. Null everywhere: nothing did, so it is the default. */
export class SessionLevel {
  /** As the session began. */
  #atStart: string | null = null;
  /** After what set up the connection. */
  #setUp: string | null = null;
  /** Of its further transactions. */
  #session: string | null = null;
  /** Of its transaction. */
  #transaction: string | null = null;

  /** @param parameters of the client's startup packet */
  begins(parameters: ReadonlyMap<string, string>): void {
    this.#atStart = levelAtStart(parameters);
    this.#setUp = this.#atStart;
    this.#session = this.#atStart;
  }

  /**
   * Reads a text that is about to be sent.
   * @param inTransaction whether the session is in a transaction before it
   * @param isSetUp whether it sets up the connection, and stays between schedules
   */
  note(
    sql: string,
    uses: readonly LevelUse[],
    inTransaction: boolean,
    isSetUp: boolean,
  ): StepLevels {
    if (!inTransaction) this.#transaction = null;
    const works: (string | null)[] = [];
    let last: string | null = this.#now;
    for (const use of uses) {
      if (use.kind === 'begins') this.#transaction = use.names ? sql : null;
      if (use.kind === 'names') this.#transaction = sql;
      if (use.kind === 'sets default') this.#session = sql;
      if (use.kind === 'resets default') this.#session = this.#atStart;
      if (use.kind === 'works') works.push(this.#now);
      last = this.#now;
      if (use.kind === 'ends' && !use.chains) this.#transaction = null;
    }
    if (isSetUp) this.#setUp = this.#session;
    const begins = uses.some(({ kind }) => kind === 'begins');
    return { works, inTransaction: inTransaction || begins, last };
  }

  get #now(): string | null {
    return this.#transaction ?? this.#session;
  }

  /** A statement of the gate has set the session back to how it began, or to how it was set up. */
  setBack(to: 'start' | 'set up'): void {
    this.#session = to === 'start' ? this.#atStart : this.#setUp;
  }
}
