import type { StallLimit } from '../../explore/conductor.js';
import { Lanes } from '../../explore/lanes.js';
import { BySwitches } from '../../explore/policy/by-switches.js';
import { scheduleOf } from '../../explore/schedule.js';
import { timeLimitFrom, type TimeLimit } from '../../explore/time-limit.js';
import { Walk } from '../../explore/walk.js';
import { anomalyCounts } from '../../judge/serial/counts.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import { exchangeIn } from '../../judge/serial/exchange.js';
import { flawsOf } from '../../judge/serial/flaws.js';
import type { SerialFault } from '../../judge/serial/knowledge.js';
import { caseVerdict } from '../../judge/serial/verdict.js';
import type { Case, CaseExplorePlan, CaseResult, CaseWitness, Coverage } from '../../model.js';
import { caseIdentity } from './case-identity.js';
import { witnessOf, type DrawingOptions } from './drawing.js';
import type { CaseTrace } from './case-trace.js';
import { caseEnds } from './ends.js';
import type { CaseLane } from './lane.js';
import { levelRemarks, retriesNeeded } from './level-log.js';
import { option } from '../../text/option.js';
import type { ExploreProgress } from '../progress.js';
import { remarksOn, Observations } from './remarks.js';
import { lacksSenders, requireSenders } from './senders.js';
import { doubtTexts, learnOrders, learnSubset, relearn, type SerialBaseline } from './learning.js';
import { LateLimit, letLateWorkEnd, observeAfterwards, withWatch } from './late-work.js';
import { ADVANCE, runInOrder } from './serial-orders.js';
import { withMemory } from './memory-report.js';
import { learnSettings } from './settings-of-workers.js';
import { isStuckByLateWork } from './stuck-by-late-work.js';
import type { CaseSubject } from './subject.js';
import { withCompared } from './uncompared-changes.js';
import {
  isOnlyCompared,
  writesSpillOver,
  lateWriteIn,
  unawaitedIn,
  withUnawaited,
} from './unawaited-statements.js';

/** What the exploration of a case needs. */
export interface CaseExplorationOptions {
  readonly plan: CaseExplorePlan;
  readonly case: Case;
  readonly subject: CaseSubject;
  readonly mayTimeDeadlocks: boolean;
  readonly patience: StallLimit;
  readonly progress: ExploreProgress;
}

/**
 * How many waiting schedules justify a further lane. It costs a database, four sessions and an application: with 70 quick
 * schedules, a second one took more CPU and saved no time.
 */
const SCHEDULES_PER_LANE = { quick: 100, slow: 1 };
/** How often an exploration begins again, because what differs from run to run was not known before. */
const MOST_EXPLORATIONS = 3;

/**
 * Runs every schedule of one case, or as many as the plan allows.
 * @throws {CaseDefect} when the case cannot be run
 * @throws {SessionLost} when the server is lost
 */
export async function exploreCase(options: CaseExplorationOptions): Promise<CaseResult> {
  const { subject, plan, patience, mayTimeDeadlocks } = options;
  const began = patience.now();
  const timeLimit = timeLimitFrom(plan.timeLimitMs, patience.now, began);
  const first = await subject.openLane();
  const learned = await learnOrders(first, options);
  // Each lane may start with other rows, and only the first one is opened anew.
  const needsOneLane = subject.hasOwnStart || first.memory.renewedFor !== null;
  const lanes = new Lanes<CaseEnd, CaseTrace>(withFirst(first, subject), {
    most: needsOneLane ? 1 : plan.lanes,
    schedulesPerLane: SCHEDULES_PER_LANE[mayTimeDeadlocks ? 'quick' : 'slow'],
  });
  subject.warmUp = async (lane) => {
    await runInOrder(lane, learned.orders[0] ?? [], patience);
    await learnSettings(lane, patience);
  };
  for (let attempt = 1; ; attempt += 1) {
    const explored = await exploreOnce({ ...options, timeLimit }, lanes, learned);
    const isCertain =
      subject.isStuck ||
      writesSpillOver(subject.lanes) ||
      !(await mayHaveLearned(first, learned, explored.walk, patience));
    const isOver = timeLimit?.isOver() === true;
    if (isCertain || isOver || attempt === MOST_EXPLORATIONS) {
      // Their statements may be yet to come.
      if (lacksSenders(options.case, subject.lanes))
        await observeAfterwards(options.case, subject.lanes);
      requireSenders(options.case, subject.lanes, learned.judge.knowledge.broken);
      const conclude = () => resultOf(options, learned, explored, patience.now() - began);
      if (!isCertain || conclude().verdict !== 'broken')
        await observeAfterwards(options.case, subject.lanes);
      // What is wrong without any race needs no comparison.
      if (isCertain || learned.judge.knowledge.broken.length > 0) return conclude();
      const reason = attempt === MOST_EXPLORATIONS ? EVER_NEW_ENDS : NO_TIME_TO_REPEAT;
      const reasons = [reason, ...unawaitedIn(subject.lanes, options.case)];
      return { ...conclude(), verdict: 'inconclusive', reason: reasons.join(' ') };
    }
  }
}

/** Whether a serial order that was not known before may explain how schedules ended. */
async function mayHaveLearned(
  lane: CaseLane,
  learned: SerialBaseline,
  walk: ExplorationRun['walk'],
  patience: StallLimit,
): Promise<boolean> {
  if (walk.isOutdated) return true;
  const isUnexplained = (walk.tally.totals().anomalies['not serializable'] ?? 0) > 0;
  if (!isUnexplained) return false;
  return (
    (await relearn(lane, learned, patience)) || doubtTexts(learned.judge, () => walk.breaksAgain())
  );
}

const EVER_NEW_ENDS =
  `After each of ${MOST_EXPLORATIONS} explorations, the serial orders ended in ways that were not known before: the code depends on time ` +
  'or chance, or something else works on this database. Name in ignore what is not to be compared.';

const NO_TIME_TO_REPEAT =
  'Serial orders ended in ways that were not known when the schedules were run, and the time limit was over before they could be run ' +
  `again: raise ${option('timeLimit')}.`;

/** Opens the lane that is open already, and then further ones. */
function withFirst(first: CaseLane, subject: CaseSubject): Pick<CaseSubject, 'openLane'> {
  let isGiven = false;
  return {
    openLane: () => {
      if (isGiven) return subject.openLane();
      isGiven = true;
      return Promise.resolve(first);
    },
  };
}

interface ExplorationRun {
  readonly walk: Walk<CaseEnd, CaseTrace>;
  readonly coverage: Coverage;
  readonly witness: CaseWitness | null;
  /** Whether the witness broke again without late work in its way, and not only by the comparison. */
  readonly isConfirmed: boolean;
  readonly seen: Observations;
}

async function exploreOnce(
  options: CaseExplorationOptions & { readonly timeLimit: TimeLimit | null },
  lanes: Lanes<CaseEnd, CaseTrace>,
  learned: SerialBaseline,
): Promise<ExplorationRun> {
  const { plan, case: the, patience, progress, subject } = options;
  const first = subject.laneOf(await lanes.first());
  const { judge } = learned;
  const seen = new Observations();
  const late = new LateLimit(() => writesSpillOver(subject.lanes), patience);
  const walk = new Walk({
    lanes,
    judge,
    limits: { ...plan, workers: the.workers.length },
    systematic: new BySwitches(plan),
    patience,
    timeLimit: options.timeLimit,
    isEnough: (schedules) => late.isReached(schedules),
    prepare: (lane, { end }) => learnSubset(subject.laneOf(lane), judge, end, patience),
    counted: ({ end }, broke, isNew) => {
      seen.add(end);
      if (isNew) progress.scheduleEnded(broke);
    },
  });
  const coverage = await orStopped(walk.run(), subject);
  if (subject.isStuck) return { walk, coverage, witness: null, isConfirmed: false, seen };
  const isBroken = judge.knowledge.broken.length > 0 || walk.tally.shortestBroken !== null;
  if (isBroken) await letLateWorkEnd(the, subject.lanes);
  const witness = await drawWitness(options, first, walk, coverage, learned);
  const isConfirmed = witness?.anomalies.some(({ kind }) => kind !== 'not serializable') === true;
  return { walk, coverage, witness, isConfirmed, seen };
}

/** When late work blocks a schedule for ever, the walk stops, and the case still has a verdict. */
async function orStopped(coverage: Promise<Coverage>, subject: CaseSubject): Promise<Coverage> {
  try {
    return await coverage;
  } catch (error) {
    if (!isStuckByLateWork(error, subject.lanes)) throw error;
    subject.isStuck = true;
    return { kind: 'stopped' };
  }
}

/** A serial order that is wrong, or else the shortest broken schedule. */
async function drawWitness(
  { case: the, patience, subject }: CaseExplorationOptions,
  first: CaseLane,
  walk: Walk<CaseEnd, CaseTrace>,
  coverage: Coverage,
  { judge, start }: SerialBaseline,
): Promise<CaseWitness | null> {
  const [fault] = judge.knowledge.broken;
  const options: DrawingOptions = { case: the, start, markedStep: null };
  if (fault !== undefined) {
    const trace = await drawFault(first, fault, patience);
    const again = flawsOf(trace.run.end);
    // What late work had caused does not come again.
    const isGone = again.length === 0 && lateWriteIn(subject.lanes) !== null;
    const anomalies = isGone ? again : fault.anomalies;
    const facts = { judge, anomalies, isSerial: true, exchange: null };
    return witnessOf(trace, options, facts);
  }
  const trace = await walk.drawShortest();
  if (trace === null) return null;
  const schedule = scheduleOf(trace.run.choices);
  const { tally } = walk;
  const markedStep = coverage.kind === 'complete' ? tally.turningPoint(schedule) : null;
  return witnessOf(
    trace,
    { ...options, markedStep },
    {
      judge,
      anomalies: judge.anomaliesOf(trace.run.end),
      isSerial: false,
      exchange: exchangeIn(schedule, (letters) => tally.verdictOf(letters), markedStep),
    },
  );
}

async function drawFault(
  lane: CaseLane,
  { order, isSecond }: SerialFault,
  patience: StallLimit,
): Promise<CaseTrace> {
  const { listener, draw } = lane.record();
  const advance = isSecond ? ADVANCE : 0;
  return draw(await runInOrder(lane, order, patience, { advance, listener }));
}

function resultOf(
  { case: the, subject }: CaseExplorationOptions,
  { judge, start, isSampled }: SerialBaseline,
  { walk, coverage, witness, isConfirmed, seen }: ExplorationRun,
  durationMs: number,
): CaseResult {
  const { anomalies: counts, estimated: _never, ...totals } = walk.tally.totals();
  const { knowledge } = judge;
  const figures = {
    ...caseIdentity(the),
    ...anomalyCounts(counts),
    ...totals,
    coverage,
    unsteady: walk.unsteady,
    serialOrders: knowledge.orderCount,
    serialSampled: isSampled,
  };
  const { committed: _committed, ...shown } = figures;
  const levels = subject.lanes.map((lane) => lane.levels);
  const retries = retriesNeeded(subject.isolation, levels);
  const verdict = caseVerdict({ ...figures, serial: knowledge });
  const isCompared =
    isOnlyCompared(figures.anomalies, knowledge) ||
    (lateWriteIn(subject.lanes) !== null && !isConfirmed);
  const awaited = withUnawaited(verdict, subject.lanes, the, { isCompared });
  const judgement = withMemory(
    withCompared(awaited, knowledge, the),
    subject.lanes,
    the,
    knowledge,
  );
  return {
    isolation: subject.isolation,
    ...withWatch(judgement, subject.lanes, the, 'schedule'),
    ...shown,
    ends: caseEnds(walk.tally.ends(), start),
    serialOutcomes: knowledge.outcomes.length,
    masked: knowledge.masked,
    ignored: knowledge.ignored,
    remarks: [...retries, ...remarksOn(seen, subject, the)],
    unaffected: levelRemarks(levels),
    durationMs,
    witness,
    failure: null,
  };
}
