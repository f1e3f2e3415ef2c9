/** Which statements of a schedule pass freely, because no worker of it sends them, or they are no steps. */
import type { PendingStep } from '../../explore/gate.js';
import type { HostedConnection } from './connection-host.js';
import type { Writer } from './context.js';
import type { Crew } from './crew.js';
import type { ExecutedStatement } from './statements.js';
import type { StepRule } from './step-rule.js';
import type { WireGateOptions } from './wire-options.js';

/** Who decides. */
export interface Passing {
  readonly crew: Crew;
  readonly rule: StepRule;
  /** Called when code of an earlier schedule sent a statement. */
  readonly disturbed: () => void;
}

interface ArrivedStatement {
  readonly connection: HostedConnection;
  readonly sql: string;
  readonly writer: Writer;
}

type Options = Pick<WireGateOptions, 'isBackground' | 'betweenSchedules' | 'passed'>;

/**
 * A schedule begins. No worker of it began what is open on the connection: a step of that would be held for ever, with
 * its locks.
 */
export function belongToNobody(connection: HostedConnection): void {
  connection.worker = 0;
  connection.isBackground = connection.isBusy || connection.inTransaction;
}

export function passesInSchedule(
  passing: Passing,
  options: Options,
  { connection, sql, writer }: ArrivedStatement,
): boolean {
  // A transaction that no worker began is free up to its end.
  if (!connection.inTransaction)
    connection.isBackground = isBackground(passing, options, { connection, sql, writer });
  if (connection.isBackground) return true;
  const { crew, rule } = passing;
  const worker = crew.likelySender(writer);
  if (rule.isStep(connection, { sql, isByDriver: writer.isDriver, worker })) return false;
  options.passed?.(sql);
  return true;
}

/** Whether no worker of the schedule sends it: a service is known to, or none has begun, or none can await it. */
function isBackground(
  { crew, disturbed }: Passing,
  options: Options,
  { connection, sql, writer }: ArrivedStatement,
): boolean {
  if (options.isBackground?.(sql) === true) return true;
  const isLeftOver = crew.isLeftOver(connection, writer);
  if (isLeftOver) disturbed();
  else if (crew.hasBegun) return false;
  options.betweenSchedules?.(sql);
  return true;
}

/** What does not pass freely. @param isUncertain whether another worker may have sent it */
export const stepOf = (
  key: string,
  { sql, parameters }: ExecutedStatement,
  isUncertain: boolean,
): PendingStep => ({
  key,
  action: { kind: 'statement', sql, parameters },
  footprint: null,
  ...(isUncertain ? { isUncertain } : {}),
});
