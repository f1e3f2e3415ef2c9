/** Strategies, and what they claim. */
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
   * The version this update builds on. For an absolute write (`SET balance = 90`), that is the
   * version that was read; for a relative write (`SET balance = balance - 10`), the one just before
   * its own.
   */
  readonly basis: number;
}

/** The result of an attempt without an error. Conflicts and database errors are thrown. */
export type AttemptResult =
  | {
      readonly kind: 'committed';
      /** Every write that took effect; left out if the strategy does not know what it built on. */
      readonly writes?: readonly Write[];
    }
  | { readonly kind: 'refused' };

/** What a strategy claims. The test suite checks every claim against the database. */
export interface Claims {
  /** Whether a committed update can vanish from the final balance. */
  readonly lostUpdates: 'prevented' | 'possible';
  /** Whether more can be paid out than the account holds. */
  readonly overdrafts: 'prevented' | 'possible';
  /**
   * Whether operations that each write a different account can together break a rule over these
   * accounts, although each operation checked the rule.
   */
  readonly writeSkew: 'prevented' | 'possible';
  /** Whether its own locks can cause a deadlock, so that the server fails a transaction (40P01). */
  readonly deadlocks: 'none' | 'possible';
  /** Whether the claims hold across several operating-system processes. */
  readonly processes: 'any' | 'one';
  /** Whether operations commit at all. */
  readonly progress: 'yes' | 'none';
}

/** What the engine does with an SQLSTATE that a strategy expects. */
export type ErrorPolicy = 'retry' | 'refused';

/** What the workers of one operating-system process share, like one replica of a service. */
export interface Replica {
  /** The lock of that name in this process's memory. All workers of the process share it. */
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
  /**
   * What `--strategy` takes for it, when that is not its name: `./mine.ts`, or `./mine.ts#careful`.
   */
  readonly reference?: string;
  /** A file under `sql/` that is applied to the table only for this strategy. */
  readonly sql?: string;
  /**
   * One attempt at one operation: a protected read-decide-write. The engine retries.
   * @throws {Conflict} when an optimistic write matched no row: the engine retries
   * @throws {Refusal} to refuse after writing: the transaction rolls back
   */
  attempt(db: Kysely<Database>, operation: Operation, replica: Replica): Promise<AttemptResult>;
}
