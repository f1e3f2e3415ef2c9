import type { PendingStep } from '../../explore/gate.js';
import type { LeftOpen } from '../../model.js';
import type { HostedConnection } from './connection-host.js';
import type { StepReply } from './reply.js';
import type { StepLevels } from './session-level.js';
import type { WireGateOptions } from './wire-options.js';
import type { WireWorker } from './wire-worker.js';

/** What the gate reports besides the events of a schedule. */
export interface WireListener {
  /** A worker left its transaction open, or an advisory lock of its session for which another one waits. */
  leftOpen(worker: number, what: LeftOpen): void;
  /** The server answered a COMMIT with ROLLBACK. */
  commitRolledBack(worker: number): void;
  /** The server has answered a step. @param sqlstate with which it failed; null: it did not */
  ran(worker: number, levels: StepLevels, sqlstate: string | null): void;
  /**
   * A step was carried out, or failed; a rollback is neither.
   * @param sqlstate with which it failed; null: it did not
   */
  settled(worker: number, sqlstate: string | null): void;
  warned(message: string): void;
  uncertain(worker: number): void;
  /** Code that a worker started in an earlier schedule sent a statement. */
  disturbed(): void;
  quiet(worker: number): void;
  /** A statement came although all workers had ended. */
  late(sql: string): void;
  /** A worker sent a statement, other than the end of a transaction, after its function had ended. */
  afterEnd(worker: number, sql: string): void;
}

/** Reports what the answer to a step says besides. */
export function reportReply(
  reports: WireListener,
  { worker, lastKey, levels }: Pick<HostedConnection, 'worker' | 'lastKey' | 'levels'>,
  reply: StepReply,
): void {
  const { answer } = reply;
  reports.ran(worker, levels, answer.kind === 'failed' ? answer.sqlstate : null);
  if (answer.kind === 'failed') reports.settled(worker, answer.sqlstate);
  else if (answer.command !== 'ROLLBACK') reports.settled(worker, null);
  reportNotices(reports, { worker, key: lastKey }, reply);
}

/** Reports the warnings of the server, and that it answered a COMMIT with ROLLBACK. */
export function reportNotices(
  reports: Pick<WireListener, 'warned' | 'commitRolledBack'>,
  { worker, key }: { readonly worker: number; readonly key: string },
  { answer, warnings }: StepReply,
): void {
  if (answer.kind === 'failed') return;
  for (const warning of warnings) reports.warned(warning);
  if (/^commit\b/i.test(key) && answer.command === 'ROLLBACK') reports.commitRolledBack(worker);
}

/**
 * Reports a statement of a worker whose function has ended, unless it ends a transaction, or is housekeeping.
 * @param isLate whether it may come from a timer or from an earlier schedule, so that its worker is not known
 */
export function reportAfterEnd(
  reports: WireListener,
  { worker: { number, isWorking }, isLate }: EndedWorker,
  { action }: PendingStep,
  { isHousekeeping, habits }: Pick<WireGateOptions, 'isHousekeeping' | 'habits'>,
): void {
  // A service may commit, or give a session back, when it has already answered.
  if (isWorking && habits?.isElsewhere === true) return;
  if (action?.kind !== 'statement' || ENDS_TRANSACTION.test(action.sql)) return;
  // A hook of a pool may set back what a worker has set.
  if (isHousekeeping(action.sql)) return;
  if (isLate) reports.late(action.sql);
  else reports.afterEnd(number, action.sql);
}

interface EndedWorker {
  readonly worker: Pick<WireWorker, 'number' | 'isWorking'>;
  readonly isLate: boolean;
}

/** A COMMIT is carried out although no code awaits it. */
export const ENDS_TRANSACTION = /^\s*(?:commit|end|rollback|abort)\b/i;
