import { StrategyDefect } from '../../errors.js';
import type { StallLimit } from '../../explore/conductor.js';
import type { ExploreProgress } from '../progress.js';
import { Lanes } from '../../explore/lanes.js';
import { BySwitches } from '../../explore/policy/by-switches.js';
import { timeLimitFrom } from '../../explore/time-limit.js';
import { Walk } from '../../explore/walk.js';
import { failedWith, failureOf } from '../../judge/failure.js';
import { accountJudge, type AccountEnd } from '../../judge/account/schedule-judge.js';
import { explorationVerdict } from '../../judge/account/exploration.js';
import type {
  Anomaly,
  Coverage,
  DrawnSchedule,
  ExplorationResult,
  ExplorePlan,
  Strategy,
} from '../../model.js';
import { wordFor } from '../../plan/naming.js';
import { retriesFor } from '../../plan/retries.js';
import { cannotWork } from '../../race/defects.js';
import { strategyEnds } from './ends.js';
import { failureAlone, type FailureAlone } from './failure-alone.js';
import type { AccountPlaces } from './places.js';

/** The result for one strategy, and the defect of its code; null: none. */
export interface StrategyExploration {
  readonly result: ExplorationResult;
  readonly defect: StrategyDefect | null;
}

/** The options for exploring one strategy. */
export interface StrategyExplorationOptions {
  readonly plan: ExplorePlan;
  readonly strategy: Strategy;
  readonly places: AccountPlaces;
  readonly mayTimeDeadlocks: boolean;
  readonly progress: ExploreProgress;
  readonly patience: StallLimit;
}

/** How many waiting schedules justify a further lane. Fewer where each deadlock takes a second. */
const SCHEDULES_PER_LANE = { quick: 16, slow: 1 };

/**
 * Runs every schedule of one strategy, or as many as the plan allows. After a defect, the strategy's code may
 * still use the lanes.
 * @throws {EnvironmentError} when another client holds a lock that the schedule needs
 * @throws {SessionLost} when the server is lost
 */
export async function exploreStrategy(
  options: StrategyExplorationOptions,
): Promise<StrategyExploration> {
  const { plan, strategy, places, mayTimeDeadlocks, progress, patience } = options;
  const began = patience.now();
  let alone: FailureAlone | null = null;
  const walk = new Walk({
    lanes: new Lanes(places.subjectFor(strategy), {
      most: plan.lanes,
      schedulesPerLane: SCHEDULES_PER_LANE[mayTimeDeadlocks ? 'quick' : 'slow'],
    }),
    judge: accountJudge(plan, strategy.name),
    limits: plan,
    systematic: new BySwitches(plan),
    patience,
    timeLimit: timeLimitFrom(plan.timeLimitMs, patience.now, began),
    counted: (run, broke, isNew) => {
      alone ??= failureAlone(run, strategy);
      if (isNew) progress.scheduleEnded(broke);
    },
  });
  try {
    const coverage = await walk.run();
    requireWorking(strategy, walk, alone);
    const witness = await witnessOf(walk, coverage);
    return {
      result: resultOf(options, walk, { coverage, witness, ms: patience.now() - began }),
      defect: null,
    };
  } catch (defect) {
    if (!(defect instanceof StrategyDefect)) throw defect;
    const ms = patience.now() - began;
    const result = resultOf(options, walk, { coverage: { kind: 'stopped' }, witness: null, ms });
    return { result: { ...result, ...failedWith(failureOf(defect)) }, defect };
  }
}

type AccountWalk = Walk<AccountEnd, DrawnSchedule>;

/** The shortest broken schedule, with a mark at the step from which every continuation breaks. */
async function witnessOf(walk: AccountWalk, coverage: Coverage): Promise<DrawnSchedule | null> {
  const drawn = await walk.drawShortest();
  if (drawn === null || coverage.kind !== 'complete') return drawn;
  return { ...drawn, markedStep: walk.tally.turningPoint(drawn.schedule) };
}

/** @throws {StrategyDefect} when the strategy fails even with a single worker */
function requireWorking(
  strategy: Strategy,
  { tally }: AccountWalk,
  alone: FailureAlone | null,
): void {
  const { committed, broken } = tally.totals();
  if (committed === 0 && broken === 0 && alone !== null) throw cannotWork(strategy, alone);
}

const NO_ANOMALIES: Readonly<Record<Anomaly, number>> = {
  'lost update': 0,
  overdraft: 0,
  'write skew': 0,
};

interface WalkEnd {
  readonly coverage: Coverage;
  readonly witness: DrawnSchedule | null;
  readonly ms: number;
}

function resultOf(
  { plan, strategy }: StrategyExplorationOptions,
  { tally, unsteady }: AccountWalk,
  { coverage, witness, ms }: WalkEnd,
): ExplorationResult {
  const totals = tally.totals();
  const figures = { ...totals, anomalies: { ...NO_ANOMALIES, ...totals.anomalies } };
  const { workers, operations, scenario } = plan;
  const { name } = strategy;
  const reference = wordFor(strategy);
  return {
    strategy: name,
    scenario: scenario.name,
    workers,
    operations,
    retries: retriesFor(plan, strategy),
    ...explorationVerdict({
      ...figures,
      strategy: name,
      reference,
      coverage,
      unsteady,
      workers,
      operations,
    }),
    ...figures,
    ends: strategyEnds(tally.ends()),
    coverage,
    unsteady,
    durationMs: ms,
    witness,
    failure: null,
  };
}
