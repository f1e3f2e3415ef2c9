import type { LabError } from '../../errors.js';
import { failedWith, failureOf } from '../../judge/failure.js';
import { anomalyCounts } from '../../judge/serial/counts.js';
import type { CaseResult } from '../../model.js';
import { caseIdentity } from './case-identity.js';
import type { CaseRun } from './each-case.js';

/** The result of a case that could not be explored. */
export function failedCase(
  { case: the, isolation }: CaseRun,
  defect: LabError,
  durationMs: number,
): CaseResult {
  return {
    ...caseIdentity(the),
    isolation,
    schedules: 0,
    broken: 0,
    held: 0,
    unclear: 0,
    coverage: { kind: 'stopped' },
    outcomes: 0,
    ends: [],
    serialOutcomes: 0,
    serialOrders: 0,
    serialSampled: false,
    ...anomalyCounts({}),
    causes: {},
    unsteady: 0,
    statements: 0,
    masked: [],
    ignored: [],
    remarks: [],
    unaffected: [],
    durationMs,
    ...failedWith(failureOf(defect)),
  };
}
