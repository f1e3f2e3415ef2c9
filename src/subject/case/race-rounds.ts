/** Free rounds of a case, judged by invariants and by its serial orders. */
import { CaseDefect } from '../../errors.js';
import type { StallLimit } from '../../explore/conductor.js';
import { differenceFrom, serialOutcomesFor } from '../../judge/serial/difference.js';
import { changesBetween } from '../../judge/serial/changes.js';
import type { CaseEnd, TableEnd } from '../../judge/serial/end.js';
import { FreeEnds, type FreeTotals } from '../../judge/serial/free-ends.js';
import { freeVerdict } from '../../judge/serial/free-verdict.js';
import type { SerialJudge } from '../../judge/serial/judge.js';
import type { Case, FreeRacePlan, FreeRaceResult, FreeWitness, Schedule } from '../../model.js';
import type { Progress } from '../../race/environment.js';
import { randomStream } from '../../random.js';
import { count } from '../../text/numbers.js';
import { caseIdentity } from './case-identity.js';
import { runFreely } from './free-round.js';
import type { CaseLane } from './lane.js';
import type { ProcessGuard } from './guard-process.js';
import { lookUp } from './lookup.js';
import { learnOrders, learnSubset, relearn, type SerialBaseline } from './learning.js';
import { withMemory } from './memory-report.js';
import { Observations, remarksOn } from './remarks.js';
import { observeAfterwards, withWatch } from './late-work.js';
import { requireSenders } from './senders.js';
import type { CaseSubject } from './subject.js';
import { withRemarks } from './strays.js';
import { Warmth } from './warmth.js';
import { withCompared } from './uncompared-changes.js';
import { isOnlyCompared, withUnawaited } from './unawaited-statements.js';

/** What free rounds of a case need. */
export interface RoundsOptions {
  readonly plan: FreeRacePlan;
  readonly case: Case;
  readonly subject: CaseSubject;
  readonly guard: Pick<ProcessGuard, 'apart'>;
  readonly patience: StallLimit;
  readonly progress: Progress;
}

/** Keeps the stream of start orders apart from the other streams of the same seed. */
const STARTS = 5;

/** What the rounds of a case showed. */
interface RoundsRecord {
  readonly ends: FreeEnds;
  readonly seen: Observations;
  readonly overlapping: number | null;
  readonly racingMs: number;
}

/**
 * Runs the serial orders, and then the rounds.
 * @throws {CaseDefect} when the case cannot be run
 * @throws {SessionLost} when the server is lost
 */
export async function raceRounds(options: RoundsOptions): Promise<FreeRaceResult> {
  const { case: the, subject, patience } = options;
  const began = patience.now();
  const lane = await subject.openLane();
  const learned = await learnOrders(lane, options);
  // A round cannot be repeated, so words that seldom differ could not be told from what a race changes.
  learned.judge.leaveOutTexts();
  const raced = await raceAll(options, lane, learned.judge);
  await learnMore(lane, raced.ends, learned, patience);
  requireSenders(the, subject.lanes, learned.judge.knowledge.broken);
  const conclude = () => resultOf(options, learned, raced, patience.now() - began);
  const result = conclude();
  if (result.verdict === 'broken') {
    const found = await lookedUp(options, lane, learned, raced.ends, result);
    return { ...found, durationMs: patience.now() - began };
  }
  await observeAfterwards(the, subject.lanes);
  return conclude();
}

/** The result, whose witness has a schedule that ends like its round, if one is found. */
async function lookedUp(
  { plan, case: the, subject, guard, patience }: RoundsOptions,
  lane: CaseLane,
  { judge, start }: SerialBaseline,
  ends: FreeEnds,
  result: FreeRaceResult,
): Promise<FreeRaceResult> {
  const { witness } = result;
  const { firstBroken } = ends.totals(judge, start);
  if (witness === null || witness.round === null || firstBroken === null) return result;
  const { seed } = plan;
  const { end } = firstBroken;
  const search = { case: the, subject, lane, judge, end, patience, seed };
  try {
    const lookup = await guard.apart(() => lookUp(search));
    return { ...result, witness: { ...witness, lookup } };
  } catch (error) {
    if (!(error instanceof CaseDefect)) throw error;
    // What the rounds showed stays true. The search may still be under way.
    subject.isStuck = true;
    return withRemarks(result, [
      `The search for a schedule that ends like round ${count(witness.round)} was given up: ${error.message}.`,
    ]);
  }
}

async function raceAll(
  { plan, case: the, patience, progress }: RoundsOptions,
  lane: CaseLane,
  judge: SerialJudge,
): Promise<RoundsRecord> {
  const orders = startOrders(the.workers.length, plan.seed);
  const warmUp = async () => void (await runFreely(the, lane, orders(), patience));
  const warmth = new Warmth(() => lane.gate.connections.length, warmUp);
  await warmth.begin();
  const ends = new FreeEnds();
  const seen = new Observations();
  let overlapping: number | null = 0;
  const began = patience.now();
  for (let round = 1; round <= plan.rounds; round += 1) {
    progress.roundStarted(the.name, round);
    await warmth.restore();
    const { end, hasOverlapped } = await runFreely(the, lane, orders(), patience);
    ends.add(end);
    seen.add(end);
    if (hasOverlapped === null) overlapping = null;
    else if (overlapping !== null && hasOverlapped) overlapping += 1;
    await learnSubset(lane, judge, end, patience);
    progress.operationEnded();
  }
  return { ends, seen, overlapping, racingMs: patience.now() - began };
}

/** In which order the functions are called: another one for each round, drawn by the seed. */
function startOrders(workers: number, seed: number): () => Schedule {
  const stream = randomStream(seed, STARTS);
  return () => {
    const rest = Array.from({ length: workers }, (_none, index) => index + 1);
    return Array.from(
      { length: workers },
      () => rest.splice(stream.integer(0, rest.length - 1), 1)[0] ?? 0,
    );
  };
}

/** An end that no serial order explains may differ only in what differs from run to run. */
async function learnMore(
  lane: CaseLane,
  ends: FreeEnds,
  learned: SerialBaseline,
  patience: StallLimit,
): Promise<void> {
  const { judge } = learned;
  const isUnexplained = ends.all.some((end) =>
    judge.anomaliesOf(end).some(({ kind }) => kind === 'not serializable'),
  );
  if (isUnexplained) await relearn(lane, learned, patience);
}

function resultOf(
  { case: the, subject }: RoundsOptions,
  { judge, start, isSampled }: SerialBaseline,
  { ends, seen, overlapping, racingMs }: RoundsRecord,
  durationMs: number,
): FreeRaceResult {
  const { knowledge } = judge;
  const { returned, firstBroken, ...totals } = ends.totals(judge, start);
  const figures = {
    ...caseIdentity(the),
    ...totals,
    serialOrders: knowledge.orderCount,
    serialSampled: isSampled,
  };
  const verdict = freeVerdict({ ...figures, returned, serial: knowledge });
  const isCompared = isOnlyCompared(figures.anomalies, knowledge);
  const awaited = withUnawaited(verdict, subject.lanes, the, { isCompared, unit: 'round' });
  const judgement = withMemory(
    withCompared(awaited, knowledge, the),
    subject.lanes,
    the,
    knowledge,
  );
  return {
    ...withWatch(judgement, subject.lanes, the, 'round'),
    ...figures,
    overlapping,
    serialOutcomes: knowledge.outcomes.length,
    masked: knowledge.masked,
    ignored: knowledge.ignored,
    remarks: [
      ...turnsTaken(figures.rounds, overlapping),
      ...remarksOn(seen, subject, the, 'round'),
    ],
    racingMs,
    durationMs,
    witness: witnessOf(judge, start, firstBroken),
    failure: null,
  };
}

/** Functions that take turns are not a race. */
const turnsTaken = (rounds: number, overlapping: number | null): readonly string[] =>
  overlapping !== 0 || rounds === 0
    ? []
    : [
        'In no round did statements of two workers overlap: the workers took turns, such as for a lock inside the application, for a pool of one connection, or because one of them had to connect anew after an error had closed its connection.',
      ];

/** A serial order that is wrong, or else the first round that broke. */
function witnessOf(
  judge: SerialJudge,
  start: readonly TableEnd[],
  firstBroken: FreeTotals['firstBroken'],
): FreeWitness | null {
  const { knowledge } = judge;
  const [fault] = knowledge.broken;
  if (fault !== undefined) {
    const { order, anomalies, end } = fault;
    return { round: null, order, anomalies, ...factsOf(end, judge, start) };
  }
  if (firstBroken === null) return null;
  const { round, end } = firstBroken;
  return { round, order: null, anomalies: judge.anomaliesOf(end), ...factsOf(end, judge, start) };
}

const factsOf = (end: CaseEnd, { knowledge }: SerialJudge, start: readonly TableEnd[]) => ({
  endings: end.endings,
  changes: changesBetween(start, end.tables),
  serial: serialOutcomesFor(end, knowledge),
  difference: differenceFrom(end, knowledge),
  lookup: null,
});
