import { CopyRefused, TooManyStatements, type Client } from '../database/client.js';
import { RollbackError } from '../database/dialect.js';
import { errorsIn, messageOf, sqlstateIn } from '../database/error-chain.js';
import { SessionLost } from '../database/session-lost.js';
import { EnvironmentError, isConflict, isRefusal } from '../errors.js';
import type { Account, AttemptResult, Operation, Replica, Strategy } from '../model.js';
import { readable } from '../text/values.js';
import { checkResult, checkRows } from './attempt-check.js';
import { copies, endless, leftBehind, sentNothing, threw } from './defects.js';

/** How one attempt ended, as the engine handles it. */
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

/** What an attempt needs of its client. */
export type AttemptClient = Pick<Client, 'db' | 'hasWorked' | 'begin' | 'end' | 'abandon'>;

/**
 * Makes one attempt and classifies how it ended.
 * @param isWarmUp see {@link Operation.isWarmUp}
 * @throws {StrategyDefect} when the attempt throws an unexpected error, returns an invalid result, leaves a
 *   transaction or a statement unfinished, or reports a commit without sending anything
 */
export async function attempt(
  strategy: Strategy,
  client: AttemptClient,
  operation: Operation,
  replica: Replica,
  isWarmUp = false,
): Promise<Attempt> {
  let reads: readonly Account[] = [];
  const { kind, accounts, changes, requires } = operation;
  const watched: Operation = {
    kind,
    accounts,
    changes,
    requires,
    isWarmUp,
    decide: (rows) => {
      reads = checkRows(strategy, rows);
      return operation.decide(rows);
    },
  };
  client.begin();
  const end = await endedBy(strategy, () => strategy.attempt(client.db, watched, replica)).catch(
    (defect: unknown) => {
      client.abandon();
      throw defect;
    },
  );
  const left = client.end();
  // When the session was lost, nothing is left unfinished on it.
  if (left !== null && end.kind !== 'lost') throw leftBehind(strategy, left);
  if (end.kind === 'committed' && !client.hasWorked) throw sentNothing(strategy);
  return { end, reads };
}

async function endedBy(
  strategy: Strategy,
  attemptOnce: () => Promise<AttemptResult>,
): Promise<AttemptEnd> {
  try {
    return checkResult(strategy, await attemptOnce());
  } catch (error) {
    return endOf(readable(error), strategy);
  }
}

/** @param error may be wrapped by an ORM or by the strategy; the outermost known error counts */
function endOf(error: unknown, strategy: Strategy): AttemptEnd {
  for (const each of errorsIn(error)) {
    const end = endBy(each, strategy);
    if (end !== null) return end;
  }
  // Not an error of the database, so a defect of the strategy. It is neither retried nor counted.
  throw threw(strategy, error);
}

/** Null for an unknown error, which may wrap a known one. */
function endBy(error: object, strategy: Strategy): AttemptEnd | null {
  if (isRefusal(error)) return { kind: 'refused' };
  if (isConflict(error)) return { kind: 'retry', cause: 'conflict', message: NO_MATCH };
  const message = messageOf(error);
  if (error instanceof SessionLost) {
    return { kind: 'lost', committing: error.committing, message };
  }
  if (error instanceof TooManyStatements) throw endless(strategy, error.sql);
  if (error instanceof CopyRefused) throw copies(strategy, error.sql);
  if (error instanceof EnvironmentError) throw error;
  const code = error instanceof RollbackError ? error.code : sqlstateIn(error);
  if (code === undefined) return null;
  const policy = strategy.sqlstates[code];
  if (policy === 'refused') return { kind: 'refused' };
  return { kind: policy ?? 'failed', cause: code, message };
}

const NO_MATCH = 'the write matched no row';
