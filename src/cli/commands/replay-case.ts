import { replayCaseLab } from '../../lab/cases.js';
import type { Case, CaseReplayReport } from '../../model.js';
import { createCaseReplayPlan, type CaseReplayFlags } from '../../plan/case.js';
import { caseReplaySuite } from '../../report/document/cases/replay/suite.js';
import { caseReplayReporters } from '../../report/index.js';
import { caseLabOptions } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { publish, type OutputFlags } from '../publish.js';
import type { Surroundings } from '../terminal.js';

const rendering = {
  formats: caseReplayReporters,
  suites: (report: CaseReplayReport) => [caseReplaySuite(report)],
};

/** `race-lab replay` of a case. */
export async function replayCaseCommand(
  the: Case,
  flags: CaseReplayFlags & OutputFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const environmentUrl = surroundings.env['RACE_LAB_URL'];
  const plan = createCaseReplayPlan(flags, the, { environmentUrl });
  return publish(flags, rendering, surroundings, (reported) =>
    replayCaseLab(plan, { ...caseLabOptions(surroundings), reported }),
  );
}
