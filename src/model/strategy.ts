/** Strategies, and what they promise. */
import type { MutexInterface } from 'async-mutex';
import type { Kysely } from 'kysely';

import type { Database } from './account.js';
import type { Operation } from './operation.js';

/** One update that took effect, as the strategy knows it. */
export interface Write {
  readonly account: number;
  /** The version this update produced. */
  readonly version: number;
  /**
   * The version this update builds on: for an absolute write (`SET balance = 90`) the one that
   * was read, for a relative write (`SET balance = balance - 10`) the one just before its own.
   */
  readonly basis: number;
}

/** How an attempt ends when it ends well. Conflicts and database errors are thrown. */
export type AttemptResult =
  | {
      readonly kind: 'committed';
      /** Every write that took effect; left out by a strategy that cannot say what it built on. */
      readonly writes?: readonly Write[];
    }
  | { readonly kind: 'refused' };

/** What a strategy promises. The test suite holds every promise, kept or broken, against the database. */
export interface Claims {
  /** Whether a committed update can vanish from the final balance. */
  readonly lostUpdates: 'prevented' | 'possible';
  /** Whether more can be paid out than the account holds. */
  readonly overdrafts: 'prevented' | 'possible';
  /**
   * Whether a rule over several accounts can be broken by operations that each write another of
   * them, although each found the rule kept.
   */
  readonly writeSkew: 'prevented' | 'possible';
  /** Whether its own locking can make the server kill one of two waiting transactions (40P01). */
  readonly deadlocks: 'none' | 'possible';
  /** Whether the promises reach beyond one operating-system process. */
  readonly processes: 'any' | 'one';
  /** Whether operations get through at all. */
  readonly progress: 'yes' | 'none';
}

/** What the engine does with an SQLSTATE that a strategy expects. */
export type ErrorPolicy = 'retry' | 'refused';

/** What the workers of one operating-system process share, as those of one replica of a service do. */
export interface Replica {
  /** The lock of that name in this process's memory; the same for every worker in it. */
  mutex(name: string): Pick<MutexInterface, 'runExclusive'>;
}

/** A named way to carry out an operation, safely or not. */
export interface Strategy {
  /** Lower-case words joined by hyphens; what `--strategy` takes. */
  readonly name: string;
  /** One line, for `race-lab list`. */
  readonly summary: string;
  /** A few sentences for `race-lab explain`: why it holds, or where it breaks. */
  readonly description: string;
  readonly claims: Claims;
  /** SQLSTATEs this strategy expects; any other database error fails the operation. */
  readonly sqlstates: Readonly<Record<string, ErrorPolicy>>;
  /** The absolute path of the file that it was loaded from; absent for a built-in one. */
  readonly file?: string;
  /** What `--strategy` takes for it, when that is not its name: `./mine.ts`, or `./mine.ts#careful`. */
  readonly reference?: string;
  /** A file under `sql/` that is applied to the table for this strategy alone. */
  readonly sql?: string;
  /**
   * One attempt at one operation: a protected read-decide-write. The engine retries.
   * @throws {Conflict} when an optimistic write matched no row: the engine tries again
   * @throws {Refusal} to refuse after writing: the transaction rolls back
   */
  attempt(db: Kysely<Database>, operation: Operation, replica: Replica): Promise<AttemptResult>;
}
