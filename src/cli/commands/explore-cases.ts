import { exploreCasesLab } from '../../lab/cases.js';
import type { Case, CaseExploreReport } from '../../model.js';
import { createCaseExplorePlan } from '../../plan/case.js';
import type { ExploreFlags } from '../../plan/explore.js';
import { caseExplorationSuite } from '../../report/document/cases/exploration/suite.js';
import { keptInExploration } from '../../report/kept-test.js';
import { caseExploreReporters, caseExploreReportersWithTest } from '../../report/index.js';
import { caseLabOptions } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { caseExtentOf, ExploreProgressLine } from '../explore-progress.js';
import { afterClearing, withProgress, type ProgressFlags } from '../progress.js';
import { testTarget, writeKeptTest, type KeptTestFlags } from '../kept-test.js';
import { publish } from '../publish.js';
import type { Surroundings } from '../terminal.js';

interface CaseFlags extends ExploreFlags, KeptTestFlags, ProgressFlags {}

const rendering = {
  suites: (report: CaseExploreReport) => [caseExplorationSuite(report)],
  isEmpty: ({ results: [only, ...others] }: CaseExploreReport) =>
    only !== undefined && others.length === 0 && only.failure !== null && only.schedules === 0,
};

/** `race-lab explore` of cases. */
export async function exploreCasesCommand(
  cases: readonly Case[],
  flags: CaseFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const environmentUrl = surroundings.env['RACE_LAB_URL'];
  const plan = createCaseExplorePlan(flags, cases, { environmentUrl });
  const target = await testTarget(flags);
  const formats = target.kind === 'stdout' ? caseExploreReportersWithTest : caseExploreReporters;
  return publish(flags, { ...rendering, formats }, surroundings, (reported) =>
    withProgress(
      flags,
      surroundings,
      new ExploreProgressLine(caseExtentOf(plan)),
      (watched, clear) =>
        exploreCasesLab(plan, {
          ...caseLabOptions(surroundings),
          ...watched,
          reportsFailure: true,
          reported: afterClearing(clear, async (report) => {
            await reported(report);
            await writeKeptTest(target, keptInExploration(report), surroundings);
          }),
        }),
    ),
  );
}
