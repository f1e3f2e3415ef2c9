/** Load: many workers at once, each of which calls a function of the case again and again. */
import type { StallLimit } from '../../../explore/conductor.js';
import type { CaseEnd } from '../../../judge/serial/end.js';
import { loadVerdict } from '../../../judge/serial/load-verdict.js';
import type {
  Case,
  CaseLoadPlan,
  CaseLoadResult,
  Extent,
  LoadControl,
  LoadViolation,
} from '../../../model.js';
import type { Progress } from '../../../race/environment.js';
import type { FreeRun } from '../../../gate/wire/free-run.js';
import { caseIdentity } from '../case-identity.js';
import { comeToLastingRest, whileMoving, type WatchedRun } from '../free-watch.js';
import type { CaseLane } from '../lane.js';
import { loadStandstill } from '../lane-problems.js';
import { Observations, remarksOn } from '../remarks.js';
import type { CaseSubject } from '../subject.js';
import { withUnawaited } from '../unawaited-statements.js';
import { LoadCrew } from './crew.js';
import { goalOf } from './goal.js';
import { LoadLog } from './load-log.js';

/** What the load of a case needs. */
export interface LoadOptions {
  readonly plan: CaseLoadPlan;
  readonly case: Case;
  readonly subject: CaseSubject;
  readonly patience: StallLimit;
  readonly progress: Progress;
  /** Aborted when everything must end at once. */
  readonly signal: AbortSignal;
}

/** The most calls one after another that a violation is compared with, and how long they may take, in ms. */
const CONTROL = { operations: 1_000, ms: 5_000 };

/**
 * Runs the load once, from the rows of the start.
 * @throws {CaseDefect} when the code has a defect, or no worker makes progress
 * @throws {SessionLost} when the server is lost
 */
export async function caseUnderLoad(options: LoadOptions): Promise<CaseLoadResult> {
  const { plan, case: the, subject, progress } = options;
  const lane = await subject.openLane();
  // With no worker, this is what the invariants say of the rows of the start.
  const before = await runLoad(options, lane, { workers: 0, extent: ONCE });
  const spread = await startCrew(options, lane);
  const run = (extent: Extent, ended?: () => void) =>
    spread === null
      ? runLoad(options, lane, { workers: plan.workers, extent }, ended)
      : runSpread(options, lane, spread, extent);
  // Pools open the connections that all workers need.
  await run(ONCE);
  progress.roundStarted(the.name, 1);
  spread?.countFromNow();
  const loaded = await run(plan.extent, () => progress.operationEnded());
  await spread?.crew.close();
  const violations = loaded.end.violations.map(({ invariant, rows }): LoadViolation => ({
    invariant,
    rows,
    atStart: before.end.violations.some((each) => each.invariant === invariant),
  }));
  const control = violations.some(({ atStart }) => !atStart)
    ? await controlOf(options, lane, loaded.log.counts.attempted)
    : null;
  return resultOf(options, loaded, violations, control);
}

const ONCE: Extent = { kind: 'operations', perWorker: 1 };

/** What a load that has ended showed. */
interface LoadRecord {
  readonly log: LoadLog;
  readonly end: CaseEnd;
  /** Whether no more statements came in the end. */
  readonly isAtRest: boolean;
  readonly durationMs: number;
  readonly connections: number;
}

async function runLoad(
  { case: the, patience }: LoadOptions,
  lane: CaseLane,
  { workers: count, extent }: Pick<CaseLoadPlan, 'workers' | 'extent'>,
  ended: () => void = () => {},
): Promise<LoadRecord> {
  const log = new LoadLog();
  const workers = Array.from({ length: count }, (_none, index) => index + 1);
  const { run, defective } = lane.startFreely();
  const { now } = patience;
  const began = now();
  let lastEnd = began;
  const goesOn = goalOf(extent, () => now() - began);
  const work = async (worker: number) => {
    for (let done = 0; goesOn(done); done += 1) {
      const calledAt = now();
      const ending = await lane.operate(run, worker);
      lastEnd = now();
      log.add(ending, lastEnd - calledAt);
      ended();
    }
  };
  const watched = watchedLoad(the, { lane, run, workers, patienceMs: patience.ms });
  const working = Promise.all(workers.map((worker) => work(worker)));
  const isAtRest = await untilAtRest(the, watched, working, defective);
  const { mostConnections: connections } = run;
  const end = await lane.finish();
  return { log, end, isAtRest, durationMs: lastEnd - began, connections };
}

/** The processes of a load. */
interface Spread {
  readonly crew: LoadCrew;
  readonly countFromNow: () => void;
}

/** @returns null when all workers run in this process */
async function startCrew(
  { plan, case: the, progress, signal }: LoadOptions,
  lane: CaseLane,
): Promise<Spread | null> {
  if (plan.processes === 1) return null;
  const { file } = the;
  if (file === undefined) throw new RangeError('another process cannot load the case');
  let isCounted = false;
  const ended = (operations: number) => {
    if (!isCounted) return;
    for (let count = 0; count < operations; count += 1) progress.operationEnded();
  };
  const crew = await LoadCrew.start({ ...the, file }, plan.processes, lane.context, ended);
  signal.addEventListener('abort', () => void crew.end(), { once: true });
  const countFromNow = () => {
    isCounted = true;
  };
  return { crew, countFromNow };
}

/** The same as {@link runLoad}, in several processes. */
async function runSpread(
  { plan, case: the, patience }: LoadOptions,
  lane: CaseLane,
  { crew }: Spread,
  extent: Extent,
): Promise<LoadRecord> {
  const { run, defective } = lane.startFreely();
  const workers = Array.from({ length: plan.workers }, (_none, index) => index + 1);
  const watched = watchedLoad(the, { lane, run, workers, patienceMs: patience.ms });
  const working = crew.work(plan, extent);
  let isAtRest: boolean;
  try {
    isAtRest = await untilAtRest(the, watched, working, defective);
  } catch (error) {
    await crew.end();
    throw error;
  }
  const { parts, durationMs } = await working;
  const log = new LoadLog();
  for (const part of parts) log.addPart(part);
  const { mostConnections: connections } = run;
  return { log, end: await lane.finish(), isAtRest, durationMs, connections };
}

/**
 * Waits until the workers are done, and nothing that they have sent is under way.
 * @returns whether no more statements came in the end
 * @throws the first defect of the code
 */
async function untilAtRest(
  the: Case,
  watched: WatchedRun,
  working: Promise<unknown>,
  defective: Promise<never>,
): Promise<boolean> {
  await whileMoving(watched, Promise.race([working, defective]));
  return Promise.race([comeToLastingRest(the, watched), defective]);
}

const watchedLoad = (
  the: Case,
  parts: Pick<WatchedRun, 'lane' | 'workers' | 'patienceMs'> & { readonly run: FreeRun },
): WatchedRun => ({
  ...parts,
  endsAnyIdle: true,
  standstill: ({ lane, run, workers, patienceMs: ms }) => {
    const open = workers.filter((worker) => !run.hasEnded(worker));
    const waiting = new Set(
      lane.gate.connections.filter((each) => run.isPending(each)).map(({ worker }) => worker),
    );
    const count = open.filter((worker) => waiting.has(worker)).length;
    return loadStandstill(the, { waiting: count, others: open.length - count, ms });
  },
});

/** The same functions, one after another: as often as under load, within the limits of CONTROL. */
async function controlOf(
  options: LoadOptions,
  lane: CaseLane,
  attempted: number,
): Promise<LoadControl> {
  const { case: the, patience } = options;
  const { run, defective } = lane.startFreely();
  const until = patience.now() + CONTROL.ms;
  const most = Math.min(attempted, CONTROL.operations);
  let operations = 0;
  const work = async () => {
    while (operations < most && patience.now() < until) {
      await lane.operate(run, (operations % the.workers.length) + 1);
      operations += 1;
    }
  };
  const workers = the.workers.map((_worker, index) => index + 1);
  const watched = watchedLoad(the, { lane, run, workers, patienceMs: patience.ms });
  await untilAtRest(the, watched, work(), defective);
  const { violations } = await lane.finish();
  return { operations, violated: violations.map(({ invariant }) => invariant) };
}

function resultOf(
  { case: the, subject }: LoadOptions,
  { log, end, isAtRest, durationMs, connections }: LoadRecord,
  violations: readonly LoadViolation[],
  control: LoadControl | null,
): CaseLoadResult {
  const nameOf = (worker: number) => the.workers[(worker - 1) % the.workers.length]?.name ?? '';
  const open = end.leftOpen.map(({ worker, what }) => ({ worker: nameOf(worker), what }));
  const leftOpen = [...new Map(open.map((each) => [`${each.worker} ${each.what}`, each])).values()];
  const operations = log.counts;
  const seen = new Observations();
  seen.add(end);
  const invariants = the.invariants.length;
  const judgement = loadVerdict({
    operations,
    violations,
    leftOpen,
    control,
    invariants,
    isAtRest,
  });
  return {
    ...caseIdentity(the),
    ...withUnawaited(judgement, subject.lanes, the, { isCompared: false, unit: 'load' }),
    operations,
    failures: log.failures,
    violations,
    leftOpen,
    control,
    connections,
    throughput: durationMs > 0 ? (operations.attempted * 1_000) / durationMs : 0,
    latencyMs: log.latencyMs,
    durationMs,
    remarks: remarksOn(seen, subject, the, 'load'),
    failure: null,
  };
}
