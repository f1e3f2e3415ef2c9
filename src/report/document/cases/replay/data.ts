import type { CaseReplayReport } from '../../../../model.js';
import { lettersOf } from '../../../../text/schedule.js';
import { caseExpectations } from '../../expectation-data.js';
import { witnessData, workersData } from '../witness-data.js';

/** A replay of a case as plain data, with every step and all that happened in it. */
export const caseReplayData = ({ plan, server, replayed, ...rest }: CaseReplayReport) => ({
  /** Field by field, so that the URL, with its password, can never slip in. */
  plan: {
    command: plan.command,
    case: plan.case.name,
    reference: plan.case.reference ?? null,
    schedule: lettersOf(plan.schedule),
    follow: plan.follow,
    overlap: plan.overlap,
    isolation: plan.isolation,
    expectations: plan.expectations.map(({ rule }) => rule),
  },
  server,
  deadlockTimeoutMs: rest.deadlockTimeoutMs,
  case: plan.case.name,
  workers: workersData(replayed.drawn.workers),
  verdict: rest.verdict,
  reason: rest.reason,
  masked: rest.masked,
  ignored: rest.ignored,
  remarks: rest.remarks,
  replay: witnessData(replayed),
  expectations: caseExpectations(rest.expectations),
});
