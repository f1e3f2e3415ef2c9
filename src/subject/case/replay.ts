import type { CaseServer } from '../../database/case-server.js';
import { UsageError } from '../../errors.js';
import type { StallLimit } from '../../explore/conductor.js';
import { exactly, exactlyAtFirst, type FixedRun } from '../../explore/policy/fixed-schedule.js';
import { runSchedule } from '../../explore/run-schedule.js';
import { scheduleOf } from '../../explore/schedule.js';
import { fixedDeadlockTimeout } from '../../gate/deadlock-timeout.js';
import { replayJudgement } from '../../judge/serial/replay-judgement.js';
import { flawsOf } from '../../judge/serial/flaws.js';
import { isFaulty } from '../../judge/serial/serial-fault.js';
import type { Case, CaseReplayPlan, CaseReplayReport, Ending, Schedule } from '../../model.js';
import { option } from '../../text/option.js';
import { letterOf, lettersOf } from '../../text/schedule.js';
import { witnessOf } from './drawing.js';
import type { CaseTrace } from './case-trace.js';
import type { CaseLane } from './lane.js';
import { levelRemarks } from './level-log.js';
import { observeAfterwards } from './late-work.js';
import { learnOrders, learnSubset, type SerialBaseline } from './learning.js';
import { onSubject, type OpeningOptions, type SubjectEnvironment } from './on-subject.js';
import { withMemory } from './memory-report.js';
import { Observations, remarksOn } from './remarks.js';
import { requireSenders } from './senders.js';
import { casePatienceMs } from './server-problems.js';
import { Strays } from './strays.js';
import type { CaseSubject } from './subject.js';
import { withCompared } from './uncompared-changes.js';
import { unawaitedIn, withUnawaited } from './unawaited-statements.js';

/** What a replay needs from outside. */
export interface CaseReplayEnvironment extends SubjectEnvironment {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
}

/** A schedule of a case that was run again. */
export type CaseReplayOutcome = Pick<
  CaseReplayReport,
  'verdict' | 'reason' | 'replayed' | 'masked' | 'ignored' | 'remarks' | 'deadlockTimeoutMs'
>;

/** Orders of more workers than this are drawn, by this seed. */
const SEED = 1;

/**
 * Runs one schedule of a case, after its serial orders.
 * @throws {UsageError} at the first letter that cannot be followed, and when there are too few or too many
 * @throws {CaseDefect} when the case cannot be run
 * @throws the signal's reason when it is aborted
 */
export const replayCase = (
  plan: CaseReplayPlan,
  server: CaseServer,
  environment: CaseReplayEnvironment,
): Promise<CaseReplayOutcome> => withReplays(plan, server, environment, (replay) => replay(plan));

/** Runs a schedule of the case that is open. @throws as {@link replayCase} */
export type ReplayCase = (
  plan: Pick<CaseReplayPlan, 'schedule' | 'follow'>,
) => Promise<CaseReplayOutcome>;

/** What a case is opened with. */
type CaseOpening = Pick<CaseReplayPlan, 'case' | 'overlap' | 'isolation'> &
  Pick<OpeningOptions, 'isUnhurried'>;

/**
 * Opens a case and runs its serial orders, once for all replays.
 * @throws as {@link replayCase}
 */
export const withReplays = <T>(
  opening: CaseOpening,
  server: CaseServer,
  environment: CaseReplayEnvironment,
  work: (replay: ReplayCase) => Promise<T>,
): Promise<T> =>
  onOpenCase(opening, server, environment, (open) => work((plan) => replayOn(open, plan)));

/** A case that is open, whose serial orders were run. */
export interface OpenCase extends Pick<SerialBaseline, 'judge' | 'start'> {
  readonly case: Case;
  readonly subject: CaseSubject;
  readonly lane: CaseLane;
  readonly patience: StallLimit;
  /** The server's deadlock_timeout in milliseconds, if the role may not set it; else null. */
  readonly deadlockTimeoutMs: number | null;
}

/**
 * Opens a case, runs its serial orders, and works on it.
 * @throws {CaseDefect} when the case cannot be run
 * @throws the signal's reason when it is aborted
 */
export async function onOpenCase<T>(
  { case: the, overlap, isolation, isUnhurried = false }: CaseOpening,
  server: CaseServer,
  environment: CaseReplayEnvironment,
  work: (open: OpenCase) => Promise<T>,
): Promise<T> {
  const deadlockTimeoutMs = await fixedDeadlockTimeout(server.control);
  const ms = casePatienceMs(server, deadlockTimeoutMs);
  const patience = { ms, now: environment.now };
  const mayTimeDeadlocks = deadlockTimeoutMs === null;
  const others = new Strays([the]).besides(the);
  const settings = { mayTimeDeadlocks, overlap, isolation, isUnhurried };
  const opening = { case: the, others, server, ...settings, environment };
  const { done, notClosed } = await onSubject(opening, async (subject) => {
    const lane = await subject.openLane();
    const learned = await learnOrders(lane, { plan: { seed: SEED }, case: the, patience });
    return work({ case: the, subject, lane, patience, deadlockTimeoutMs, ...learned });
  });
  const [error] = notClosed;
  if (error !== undefined) throw error;
  return done;
}

async function replayOn(
  open: OpenCase,
  { schedule, follow }: Parameters<ReplayCase>[0],
): Promise<CaseReplayOutcome> {
  const { lane, patience } = open;
  const { listener, draw } = lane.record();
  const workers = schedule.map((worker) => Math.abs(worker));
  const followed = exactlyAtFirst(workers);
  const choose = follow ? followed.choose : exactly(workers, OR_FOLLOW);
  const trace = draw(
    await runSchedule({ lane, choose, listener, patience, knownToWait: new Set() }),
  );
  if (!follow) requireAllUsed(schedule, trace);
  return judgeReplay(open, trace, departure(schedule, trace, followed));
}

/**
 * Judges a schedule by the serial orders.
 * @param remarks on how it was run, in sentences
 */
export async function judgeReplay(
  { case: the, subject, lane, patience, deadlockTimeoutMs, judge, start }: OpenCase,
  trace: CaseTrace,
  remarks: readonly string[],
): Promise<CaseReplayOutcome> {
  await learnSubset(lane, judge, trace.run.end, patience);
  const { knowledge } = judge;
  requireSenders(the, subject.lanes, knowledge.broken);
  const flaws = flawsOf(trace.run.end);
  const isSerial = flaws.length > 0 && isFaulty(scheduleOf(trace.run.choices), knowledge);
  const verdict = isSerial ? 'broken' : judge.verdictOn(trace.run).verdict;
  const anomalies = isSerial ? flaws : judge.anomaliesOf(trace.run.end);
  const { unequal } = knowledge;
  const judgement = replayJudgement({ verdict, anomalies, workers: the.workers, unequal });
  if (judgement.verdict === 'held') await observeAfterwards(the, subject.lanes);
  const awaited = withUnawaited(judgement, subject.lanes, the, {
    isCompared: anomalies.every(({ kind }) => kind === 'not serializable'),
  });
  const facts = { judge, anomalies, isSerial, exchange: null };
  const observations = new Observations();
  observations.add(trace.run.end);
  return {
    ...withMemory(withCompared(awaited, knowledge, the), subject.lanes, the, knowledge),
    deadlockTimeoutMs,
    replayed: witnessOf(trace, { case: the, start, markedStep: null }, facts),
    masked: knowledge.masked,
    ignored: knowledge.ignored,
    remarks: [
      ...remarks,
      // The report of a broken schedule shows what broke, and no other reason.
      ...(verdict === 'broken' ? unawaitedIn(subject.lanes, the) : []),
      ...levelRemarks(subject.lanes.map(({ levels }) => levels)),
      ...remarksOn(observations, subject, the),
    ],
  };
}

/** From where a schedule was not followed, as a sentence. */
function departure(
  schedule: Schedule,
  { run }: CaseTrace,
  { refused }: Pick<FixedRun, 'refused'>,
): readonly string[] {
  const first = refused();
  if (first === null) {
    const done = run.choices.length;
    return done === schedule.length
      ? []
      : [`All workers were done after step ${done}, before the schedule ended.`];
  }
  const { step, error } = first;
  const problem = error.template.message.replace(/^[^:]*: /, '');
  return [
    `The schedule was followed up to step ${step - 1}: ${problem}. From there, the code went on freely.`,
  ];
}

const OR_FOLLOW = `If the code has changed, give ${option('follow')}.`;

/** @throws {UsageError} when letters are left after all workers were done */
export function requireAllUsed(schedule: Schedule, { run }: CaseTrace): void {
  const done = scheduleOf(run.choices);
  if (done.length >= schedule.length) return;
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
