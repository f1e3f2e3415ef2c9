import type { CaseExplorePlan, CaseExploreReport, CaseResult } from '../../../../model.js';
import { lettersOf } from '../../../../text/schedule.js';
import { caseExpectations } from '../../expectation-data.js';
import { witnessData, workersData } from '../witness-data.js';
import { caseEndData } from './ends.js';

/** An exploration of cases as plain data. */
export const caseExplorationData = ({ plan, server, results, ...rest }: CaseExploreReport) => ({
  plan: planData(plan),
  server,
  deadlockTimeoutMs: rest.deadlockTimeoutMs,
  results: results.map(resultData),
  expectations: caseExpectations(rest.expectations),
  interruption: rest.interruption,
});

/** Field by field, so that the URL, with its password, can never slip in. */
const planData = (plan: CaseExplorePlan) => ({
  command: plan.command,
  cases: plan.cases.map(({ name, reference }) => ({ name, reference: reference ?? null })),
  maxSchedules: plan.maxSchedules,
  maxSwitches: plan.maxSwitches,
  timeLimitMs: plan.timeLimitMs,
  overlap: plan.overlap,
  isolations: plan.isolations,
  lanes: plan.lanes,
  seed: plan.seed,
  expectations: plan.expectations.map(({ rule }) => rule),
});

/** All fields of a result. First what the case is and what was found, last the evidence. */
function resultData({ witness, ends, ...result }: CaseResult) {
  const { case: name, reference, isolation, workers, verdict, reason, ...figures } = result;
  return {
    case: name,
    reference: reference ?? null,
    isolation,
    workers: workersData(workers),
    verdict,
    reason,
    complete: result.coverage.kind === 'complete',
    /** Of the witness. */
    schedule: witness === null ? null : lettersOf(witness.drawn.schedule),
    /** Of the witness. */
    switches: witness?.drawn.switches ?? null,
    ...figures,
    ends: ends.map((end) => caseEndData(end, result)),
    witness: witness === null ? null : witnessData(witness),
  };
}
