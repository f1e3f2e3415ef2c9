import { exploreLab } from '../../build/lab.js';
import { retriesFor } from '../../build/plan/retries.js';
import { explorePlan } from '../plans.js';

/** The retries to try: the strategy's default, then fewer when that makes too many schedules. */
const RETRIES = [undefined, 1, 0];
/** The most schedules to run. More would take many minutes for one strategy. */
const FEASIBLE = 100_000;
/** How many schedules to run for an estimate of their number. */
const PROBE = 3_000;
const ALL = 1_000_000;

/**
 * Explores a strategy completely, with as many retries as is feasible, and judges its claims.
 * @param given strategy, scenario, operations of each worker, and the server
 */
export async function confirm(given, [retries, ...fewer] = RETRIES) {
  const flags = retries === undefined ? given : { ...given, retries };
  const probed = await explore(flags, PROBE);
  const { kind, estimated } = probed.coverage;
  if (kind === 'complete') return probed;
  if (estimated <= FEASIBLE || fewer.length === 0) return explore(flags, ALL);
  const row = await confirm(given, fewer);
  const passedOver = { retries: probed.retries, estimated };
  return { ...row, passedOver: [passedOver, ...row.passedOver] };
}

async function explore({ strategy, ...flags }, maxSchedules) {
  const plan = explorePlan({ ...flags, strategy: [strategy], maxSchedules, expect: ['claims'] });
  const {
    report: { results, expectations },
  } = await exploreLab(plan);
  const [{ schedules, broken, held, unclear, unsteady, causes, coverage, verdict, durationMs }] =
    results;
  const [{ met, actual }] = expectations;
  const complete = coverage.kind === 'complete';
  return {
    strategy,
    scenario: plan.scenario.name,
    operations: plan.operations,
    retries: retriesFor(plan, plan.strategies[0]),
    schedules,
    coverage,
    verdict,
    broken,
    held,
    unclear,
    unsteady,
    causes,
    // A claim is confirmed only when no schedule was left out.
    met: complete ? met : null,
    actual,
    passedOver: [],
    seconds: durationMs / 1000,
  };
}
