/** The judge of schedules on accounts: by the versions that operations read and wrote. */
import type { Judge, ScheduleVerdict } from '../../explore/judge.js';
import type { ScheduleRun } from '../../explore/schedule.js';
import type { AccountState, Anomaly, History, OperationRecord, Workload } from '../../model.js';
import { scheduleVerdict, type ScheduleFindings } from './schedule.js';

/** The end of a schedule on accounts. */
export interface AccountEnd {
  /** Times are step numbers. */
  readonly operations: readonly OperationRecord[];
  readonly initial: readonly AccountState[];
  readonly final: readonly AccountState[];
  /** For each worker, the statement of its last attempt that the server refused; null: none. */
  readonly refusedStatements: readonly (string | null)[];
}

/** @param strategy the name of the strategy */
export const accountJudge = (workload: Workload, strategy: string): Judge<AccountEnd> => ({
  verdictOn: (run) => verdictOf(scheduleVerdict(historyOf(workload, strategy, run))),
  summaryOf: ({ end: { operations, final } }) => ({
    key: [
      ...final.map(({ balance }) => balance),
      ...operations.map(({ outcome }) => outcome.kind),
    ].join(),
    causes: causesOf(operations),
    committed: operations.filter(({ outcome }) => outcome.kind === 'committed').length,
  }),
});

/** A schedule as a history of one round. */
export function historyOf(
  { scenario, workers, accounts }: Workload,
  strategy: string,
  { choices, end: { operations, initial, final } }: ScheduleRun<AccountEnd>,
): History {
  return {
    strategy,
    scenario: scenario.name,
    round: 1,
    workers,
    processes: 1,
    initial,
    limits: scenario.limits(accounts),
    final,
    operations,
    durationMs: choices.length,
    cutShort: false,
  };
}

function verdictOf(findings: ScheduleFindings): ScheduleVerdict {
  const { verdict, lostUpdates, violations, writeSkews, estimated } = findings;
  const anomalies: Anomaly[] = [];
  if (lostUpdates > 0) anomalies.push('lost update');
  if (violations > writeSkews) anomalies.push('overdraft');
  if (writeSkews > 0) anomalies.push('write skew');
  return { verdict, anomalies, estimated };
}

function causesOf(operations: readonly OperationRecord[]): ReadonlySet<string> {
  const causes = new Set<string>();
  for (const { retries, outcome } of operations) {
    for (const cause of retries) causes.add(cause);
    if (outcome.kind === 'failed') causes.add(outcome.cause);
  }
  return causes;
}
