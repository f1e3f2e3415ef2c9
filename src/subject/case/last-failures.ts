/** With which errors the server ended what workers did last. */

/** What callers run again: `serialization_failure`, `deadlock_detected`. (Manual 13.5) */
const TRIED_AGAIN = new Set(['40001', '40P01']);
/** `in_failed_sql_transaction`: what a transaction answers after it has failed. */
const HAS_FAILED = '25P02';

/** What the gate saw of the failures of workers whose code runs in another process, in one schedule. */
export class LastFailures {
  readonly #sqlstates = new Map<number, string>();

  /** A schedule begins. */
  begin(): void {
    this.#sqlstates.clear();
  }

  /** @param sqlstate with which a step of the worker failed; null: it was carried out, so a new attempt has begun */
  settled(worker: number, sqlstate: string | null): void {
    if (sqlstate === null) this.#sqlstates.delete(worker);
    else if (sqlstate !== HAS_FAILED) this.#sqlstates.set(worker, sqlstate);
  }

  /** The SQLSTATE with which a worker failed last, if it is one that callers run again. */
  of(worker: number): string | undefined {
    const sqlstate = this.#sqlstates.get(worker);
    return sqlstate !== undefined && TRIED_AGAIN.has(sqlstate) ? sqlstate : undefined;
  }
}
