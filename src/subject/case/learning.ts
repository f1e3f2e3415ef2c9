/** What the serial orders of a case teach its judge. */
import { shiftsOf } from '../../database/snapshot/restore-statements.js';
import type { StallLimit } from '../../explore/conductor.js';
import type { CaseEnd, SerialRun, TableEnd } from '../../judge/serial/end.js';
import { serialJudge, type SerialJudge } from '../../judge/serial/judge.js';
import { SerialKnowledge } from '../../judge/serial/knowledge.js';
import type { NumberSources } from '../../judge/serial/number-sources.js';
import type { RepeatedOrder } from '../../judge/serial/repeated-order.js';
import type { Case, CaseExplorePlan, Schedule } from '../../model.js';
import { ignoredNames, ignoredTables, requireIgnored } from './ignored-columns.js';
import type { CaseLane } from './lane.js';
import { observeLateWork } from './late-work.js';
import { repeatOrder } from './repeated-orders.js';
import { ADVANCE, ordersOf, runInOrder, runTwice, type Orders } from './serial-orders.js';
import { learnSettings } from './settings-of-workers.js';
import { learnStarts } from './starts.js';
import { unawaitedIn, writesSpillOver } from './unawaited-statements.js';

/** The judge of a case, and what it was taught. */
export interface SerialBaseline {
  readonly judge: SerialJudge;
  /** The rows at the start of every schedule. */
  readonly start: readonly TableEnd[];
  readonly orders: readonly Schedule[];
  /** Whether there are more orders. */
  readonly isSampled: boolean;
}

interface LearningOptions {
  readonly plan: Pick<CaseExplorePlan, 'seed'>;
  readonly case: Case;
  readonly patience: StallLimit;
}

/** How many orders are run when each has to wait for late work. */
const FEW_ORDERS = 2;
/** Subsets of up to so many workers are learned before the exploration, when failures are retried. */
const MOST_WORKERS_AT_FIRST = 4;

/**
 * Runs the serial orders, each twice.
 * @throws {CaseDefect} when `ignore` names no table or column
 */
export async function learnOrders(
  lane: CaseLane,
  { plan, case: the, patience }: LearningOptions,
): Promise<SerialBaseline> {
  const all = the.workers.map((_, index) => index + 1);
  const start = await lane.initial();
  requireIgnored(the, lane.catalog);
  await observeLateWork(lane, the, patience);
  const { orders, isSampled } = ordersUnder(lane, ordersOf(all, plan.seed));
  const someRetry = the.retried.length > 0 || lane.levels.needsRetries;
  const mayRetry = someRetry && all.length <= MOST_WORKERS_AT_FIRST && !writesSpillOver([lane]);
  const partial = mayRetry
    ? subsetsOf(all).flatMap((subset) => ordersOf(subset, plan.seed).orders)
    : [];
  const first = [...orders, ...partial];
  let runs = await runAll(lane, first, patience);
  // What is late may be sent in one run or in the next one.
  const isLate = unawaitedIn([lane], the).length > 0;
  if (!isLate && (await lane.memory.renew())) runs = await runAll(lane, first, patience);
  if (!isLate) await learnStarts(lane, the, orders, patience);
  await learnSettings(lane, patience);
  const options = {
    start,
    ignore: ignoredNames(the, lane.catalog),
    ignoredTables: ignoredTables(the, lane.catalog),
    sources: await sourcesOn(lane),
    repeats: [],
  };
  const knowledge = new SerialKnowledge(runs, options);
  const judge = serialJudge(await withRepeats(lane, knowledge, patience));
  return { judge, start, orders, isSampled };
}

/** Runs orders, each twice, and the first one once more, after what the others have left in memory. */
async function runAll(
  lane: CaseLane,
  orders: readonly Schedule[],
  patience: StallLimit,
): Promise<readonly SerialRun[]> {
  const runs: SerialRun[] = [];
  for (const order of orders) {
    runs.push(await runTwice(lane, order, patience));
  }
  if (lane.memory.isWatching) await runInOrder(lane, orders[0] ?? [], patience);
  return runs;
}

/** Runs orders again where that says more of numbers that differ for no known reason. */
async function withRepeats(
  lane: CaseLane,
  knowledge: SerialKnowledge,
  patience: StallLimit,
): Promise<SerialKnowledge> {
  if (writesSpillOver([lane])) return knowledge;
  const repeats: RepeatedOrder[] = [];
  for (const order of knowledge.ordersToRepeat) {
    repeats.push(await repeatOrder(lane, order, patience));
  }
  return repeats.length === 0 ? knowledge : knowledge.repeated(repeats);
}

/** What gives numbers that differ from run to run: the clock of the server, and its sequences. */
async function sourcesOn({ own, catalog }: CaseLane): Promise<NumberSources> {
  const [row] = await own.query<{ now: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::text as now',
  );
  return { now: Number(row?.now), shifts: shiftsOf(catalog.sequences, ADVANCE) };
}

/** The orders that are run: only a few when each has to wait for late work. */
const ordersUnder = (lane: CaseLane, all: Orders): Orders =>
  writesSpillOver([lane])
    ? { orders: all.orders.slice(0, FEW_ORDERS), isSampled: all.orders.length > FEW_ORDERS }
    : all;

/** The proper subsets with at least one worker. */
const subsetsOf = (workers: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** workers.length - 2 }, (_, index) =>
    workers.filter((_worker, place) => ((index + 1) >> place) % 2 === 1),
  );

/**
 * Runs the orders of the workers whose failures are not retried, when the judge does not know them yet.
 * @returns null when it knows enough; otherwise whether ends that were judged before may be judged differently now
 */
export function learnSubset(
  lane: CaseLane,
  judge: SerialJudge,
  end: CaseEnd,
  patience: StallLimit,
): Promise<boolean> | null {
  const workers = judge.subsetsNeeded(end);
  if (workers === null) return null;
  return learnOrdersOf(lane, judge, workers, patience);
}

async function learnOrdersOf(
  lane: CaseLane,
  judge: SerialJudge,
  workers: readonly number[],
  patience: StallLimit,
): Promise<boolean> {
  const runs: SerialRun[] = [];
  for (const order of ordersOf(workers, 1).orders) runs.push(await runTwice(lane, order, patience));
  return judge.learn(runs);
}

/**
 * Leaves out texts of which some words differ from run to run, unless the broken schedule breaks again each time: their
 * other words may differ as well, only seldom.
 * @returns whether ends that were judged before may be judged differently now
 */
export async function doubtTexts(
  judge: SerialJudge,
  breaksAgain: () => Promise<boolean>,
): Promise<boolean> {
  const { knowledge } = judge;
  if (!knowledge.withoutTexts().overrules(knowledge) || (await breaksAgain())) return false;
  judge.leaveOutTexts();
  return true;
}

/**
 * Runs the serial orders again: what differs only now is noise as well, such as a date with seconds.
 * @returns whether something new was learned
 */
export async function relearn(
  lane: CaseLane,
  { judge, orders }: SerialBaseline,
  patience: StallLimit,
): Promise<boolean> {
  const runs: SerialRun[] = [];
  for (const order of orders) runs.push(await runTwice(lane, order, patience));
  return judge.learn(runs);
}
