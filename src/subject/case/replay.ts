import type { CaseServer } from '../../database/case-server.js';
import { UsageError } from '../../errors.js';
import type { Choose } from '../../explore/policy.js';
import { exactly, exactlyAtFirst } from '../../explore/policy/fixed-schedule.js';
import { runSchedule } from '../../explore/run-schedule.js';
import { scheduleOf } from '../../explore/schedule.js';
import { fixedDeadlockTimeout, patienceMs } from '../../gate/deadlock-timeout.js';
import { replayReason } from '../../judge/serial/replay-reason.js';
import type { CaseReplayPlan, CaseReplayReport, Ending } from '../../model.js';
import { option } from '../../text/option.js';
import { letterOf, lettersOf } from '../../text/schedule.js';
import { witnessOf } from './drawing.js';
import type { CaseTrace } from './lane.js';
import { learnOrders, learnSubset } from './learning.js';
import { onSubject, type SubjectEnvironment } from './on-subject.js';

/** What a replay needs from outside. */
export interface CaseReplayEnvironment extends SubjectEnvironment {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
}

/** A schedule of a case that was run again. */
export type CaseReplayOutcome = Pick<
  CaseReplayReport,
  'verdict' | 'reason' | 'replayed' | 'masked' | 'deadlockTimeoutMs'
>;

/** Orders of more workers than this are drawn, by this seed. */
const SEED = 1;

/**
 * Runs one schedule of a case, after its serial orders.
 * @throws {UsageError} at the first letter that cannot be followed, and when there are too few or too many
 * @throws {CaseDefect} when the case cannot be run
 * @throws the signal's reason when it is aborted
 */
export async function replayCase(
  plan: CaseReplayPlan,
  server: CaseServer,
  environment: CaseReplayEnvironment,
): Promise<CaseReplayOutcome> {
  const { case: the, schedule, follow } = plan;
  const deadlockTimeoutMs = await fixedDeadlockTimeout(server.control);
  const patience = { ms: patienceMs(deadlockTimeoutMs), now: environment.now };
  return onSubject(the, deadlockTimeoutMs === null, server, environment, async (subject) => {
    const lane = await subject.openLane();
    const { judge, start } = await learnOrders(lane, { plan: { seed: SEED }, case: the, patience });
    const draw = async (choose: Choose): Promise<CaseTrace> => {
      const { listener, draw: drawn } = lane.record();
      return drawn(await runSchedule({ lane, choose, listener, patience, knownToWait: new Set() }));
    };
    const trace = await draw(follow ? exactlyAtFirst(schedule).choose : exactly(schedule));
    if (!follow) requireAllUsed(plan, trace);
    await learnSubset(lane, judge, trace.run.end, patience);
    const { verdict } = judge.verdictOn(trace.run);
    const anomalies = judge.anomaliesOf(trace.run.end);
    const facts = { judge, anomalies, isSerial: false, exchange: null };
    const replayed = witnessOf(trace, { case: the, start, markedStep: null }, facts);
    return {
      verdict,
      reason: replayReason({ verdict, anomalies, workers: the.workers }),
      replayed,
      masked: judge.knowledge.masked,
      deadlockTimeoutMs,
    };
  });
}

/** @throws {UsageError} when letters are left after all workers were done */
function requireAllUsed({ schedule }: CaseReplayPlan, { run }: CaseTrace): void {
  const done = scheduleOf(run.choices);
  if (done.length === schedule.length) return;
  const ends = run.end.endings.flatMap((ending, index) =>
    ending === null ? [] : [`${letterOf(index + 1)} ${PAST[ending.kind]}`],
  );
  throw new UsageError(
    `${option('schedule')} is too long: all workers were done after step ${done.length}`,
    {
      code: 'SCHEDULE_NOT_FOLLOWED',
      option: 'schedule',
      hint: `Write ${lettersOf(done)}, or give ${option('follow')}. (${ends.join(', ')})`,
    },
  );
}

const PAST: Readonly<Record<Ending['kind'], string>> = {
  returned: 'returned',
  refused: 'was refused',
  failed: 'failed',
};
