import { explorationVerdict } from '../../judge/exploration.js';
import { failedWith, failureOf } from '../../judge/account/failed-result.js';
import { StrategyDefect } from '../../errors.js';
import type { Coverage, DrawnSchedule, ExplorationResult, Strategy } from '../../model.js';
import { wordFor } from '../../plan/naming.js';
import { retriesFor } from '../../plan/retries.js';
import { cannotWork } from '../../race/defects.js';
import { Walk, type ExploreOptions } from '../../explore/walk.js';

/** What was found of one strategy, and what is wrong with it, if something is. */
export interface Explored {
  readonly result: ExplorationResult;
  readonly defect: StrategyDefect | null;
}

/**
 * Runs every schedule of one strategy, or as many as the plan allows. After a defect, something of it
 * may still be at work on the lanes.
 * @throws {EnvironmentError} when somebody else is in the way
 * @throws {SessionLost} when the server is lost
 */
export async function exploreStrategy(options: ExploreOptions): Promise<Explored> {
  const { now } = options.patience;
  const began = now();
  const walk = new Walk(options);
  try {
    await options.lanes.prepare(options.strategy);
    const coverage = await walk.run();
    requireWorking(options.strategy, walk);
    const witness = await walk.drawShortest(coverage);
    return {
      result: resultOf(options, walk, { coverage, witness, ms: now() - began }),
      defect: null,
    };
  } catch (defect) {
    if (!(defect instanceof StrategyDefect)) throw defect;
    const end = { coverage: { kind: 'stopped' }, witness: null, ms: now() - began } as const;
    const result = resultOf(options, walk, end);
    return { result: { ...result, ...failedWith(failureOf(defect)) }, defect };
  }
}

/** @throws {StrategyDefect} when it cannot do a single operation, alone */
function requireWorking(strategy: Strategy, { tally, failureAlone }: Walk): void {
  const { committed, broken } = tally.figures();
  if (committed === 0 && broken === 0 && failureAlone !== null) {
    throw cannotWork(strategy, failureAlone);
  }
}

interface End {
  readonly coverage: Coverage;
  readonly witness: DrawnSchedule | null;
  readonly ms: number;
}

function resultOf(
  { plan, strategy }: ExploreOptions,
  { tally, unsteady }: Walk,
  { coverage, witness, ms }: End,
): ExplorationResult {
  const figures = tally.figures();
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
    coverage,
    unsteady,
    durationMs: ms,
    witness,
    failure: null,
  };
}
