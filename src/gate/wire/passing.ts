/** Which statements of a schedule pass freely: no worker of the schedule sends them, or they are no steps. */
import type { PendingStep } from '../../explore/gate.js';
import type { HostedConnection } from './connection-host.js';
import type { Writer } from './context.js';
import type { Crew } from './crew.js';
import type { ExecutedStatement } from './statements.js';
import type { StepRule } from './step-rule.js';
import type { WireGateOptions } from './wire-options.js';

/** What decides whether a statement passes. */
export interface PassRules {
  readonly crew: Crew;
  readonly rule: StepRule;
  /** Called when code of an earlier schedule sends a statement. */
  readonly disturbed: () => void;
}

/** A statement that arrives on a connection. */
interface Arrival {
  readonly connection: HostedConnection;
  readonly sql: string;
  readonly writer: Writer;
}

type Options = Pick<WireGateOptions, 'isBackground' | 'outsideSchedules' | 'passed'>;

/**
 * Detaches a connection from its worker when a schedule begins. What is still open on it passes freely: no worker of the
 * new schedule began it, so its next statement would be held for ever, with its locks.
 */
export function detach(connection: HostedConnection): void {
  connection.worker = 0;
  connection.isBackground = connection.isBusy || connection.inTransaction;
}

/** Whether a statement passes freely while a schedule is run. Records it as background work, if it is. */
export function passesInSchedule(
  rules: PassRules,
  options: Options,
  { connection, sql, writer }: Arrival,
): boolean {
  // A transaction that no worker began is free up to its end.
  if (!connection.inTransaction)
    connection.isBackground = reportsBackground(rules, options, { connection, sql, writer });
  if (connection.isBackground) return true;
  const { crew, rule } = rules;
  const worker = crew.likelySender(writer);
  if (rule.isStep(connection, { sql, isByDriver: writer.isDriver, worker })) return false;
  options.passed?.(sql);
  return true;
}

/**
 * Whether no worker of the schedule sends a statement: a service is known to send it, no worker has begun, or none can
 * await it. The last two are reported.
 */
function reportsBackground(
  { crew, disturbed }: PassRules,
  options: Options,
  { connection, sql, writer }: Arrival,
): boolean {
  if (options.isBackground?.(sql) === true) return true;
  const isLeftOver = crew.isLeftOver(connection, writer);
  if (isLeftOver) disturbed();
  else if (crew.hasBegun) return false;
  options.outsideSchedules?.(sql);
  return true;
}

/** The step of a statement that does not pass freely. @param isUncertain whether another worker may have sent it */
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
