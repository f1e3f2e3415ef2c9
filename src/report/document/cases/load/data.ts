import type { CaseLoadPlan, CaseLoadReport, CaseLoadResult } from '../../../../model.js';
import { caseExpectations } from '../../expectation-data.js';
import { workersData } from '../witness-data.js';

/** A load of cases as plain data. */
export const loadData = ({ plan, server, results, ...rest }: CaseLoadReport) => ({
  plan: planData(plan),
  server,
  results: results.map(resultData),
  expectations: caseExpectations(rest.expectations),
  interruption: rest.interruption,
});

/** Field by field, so that the URL, with its password, can never slip in. */
const planData = ({ extent, ...plan }: CaseLoadPlan) => ({
  command: plan.command,
  kind: plan.kind,
  cases: plan.cases.map(({ name, reference }) => ({ name, reference: reference ?? null })),
  workers: plan.workers,
  processes: plan.processes,
  operations: extent.kind === 'operations' ? extent.perWorker : null,
  durationMs: extent.kind === 'duration' ? extent.ms : null,
  seed: plan.seed,
  expectations: plan.expectations.map(({ rule }) => rule),
});

function resultData(result: CaseLoadResult) {
  const { case: name, reference, workers, verdict, reason, ...figures } = result;
  return {
    case: name,
    reference: reference ?? null,
    functions: workersData(workers),
    verdict,
    reason,
    ...figures,
  };
}
