import type { Kysely } from 'kysely';

import { RolledBack } from '../database/dialect.js';
import { SessionLost, sqlstateOf } from '../database/session.js';
import { Conflict, Refusal } from '../errors.js';
import type { Account, AttemptResult, Database, Operation, Replica, Strategy } from '../model.js';

/** How one attempt ended, as the engine has to deal with it. */
export type AttemptEnd =
  | AttemptResult
  | { readonly kind: 'retry'; readonly cause: string; readonly message: string }
  | { readonly kind: 'failed'; readonly cause: string; readonly message: string }
  | { readonly kind: 'lost'; readonly committing: boolean; readonly message: string };

/** One attempt, with the rows it decided on. */
export interface Attempt {
  readonly end: AttemptEnd;
  readonly reads: readonly Account[];
}

/** Makes one attempt and sorts out what became of it. */
export async function attempt(
  strategy: Strategy,
  db: Kysely<Database>,
  operation: Operation,
  replica: Replica,
): Promise<Attempt> {
  let reads: readonly Account[] = [];
  const { kind, accounts, changes, requires } = operation;
  const watched: Operation = {
    kind,
    accounts,
    changes,
    requires,
    decide: (rows) => {
      reads = rows;
      return operation.decide(rows);
    },
  };
  try {
    const end = await strategy.attempt(db, watched, replica);
    return { end, reads };
  } catch (error) {
    return { end: endOf(error, strategy), reads };
  }
}

function endOf(error: unknown, strategy: Strategy): AttemptEnd {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Refusal) return { kind: 'refused' };
  if (error instanceof Conflict) return { kind: 'retry', cause: 'conflict', message: NO_MATCH };
  if (error instanceof SessionLost) {
    return { kind: 'lost', committing: error.committing, message };
  }
  const code = error instanceof RolledBack ? error.code : sqlstateOf(error);
  // Not the database's word: a defect in the strategy, which nobody should retry or count away.
  if (code === undefined) throw error;
  const policy = strategy.sqlstates[code];
  if (policy === 'refused') return { kind: 'refused' };
  return { kind: policy ?? 'failed', cause: code, message };
}

const NO_MATCH = 'the write matched no row';
