import { findCaseFiles } from '../../files/case-files.js';
import { exploreLab } from '../../lab.js';
import type { ExploreReport } from '../../model.js';
import { isAboutStrategies } from '../../plan/case-workload.js';
import { createExplorePlan, type ExploreFlags } from '../../plan/explore.js';
import { exploreReporters } from '../../report/index.js';
import { explorationSuite } from '../../report/document/exploration/suite.js';
import { casesNamed, labOptions, loadedContext } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { ExploreProgressLine, extentOf } from '../explore-progress.js';
import { afterClearing, withProgress, type ProgressFlags } from '../progress.js';
import { requireNoKeptTest, type KeptTestFlags } from '../kept-test.js';
import { publish } from '../publish.js';
import type { Surroundings } from '../terminal.js';

export interface ExploreCommandFlags extends ExploreFlags, KeptTestFlags, ProgressFlags {}

const rendering = {
  formats: exploreReporters,
  suites: (report: ExploreReport) => [explorationSuite(report)],
  isEmpty: ({ results: [only, ...others] }: ExploreReport) =>
    only !== undefined && others.length === 0 && only.failure !== null && only.committed === 0,
};

/** `race-lab explore`: of cases, if files name any; else of strategies. */
export async function exploreCommand(
  files: readonly string[],
  flags: ExploreCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const named = files.length > 0 || isAboutStrategies(flags) ? files : await findCaseFiles('.');
  if (named.length === 0) return exploreStrategiesCommand(flags, surroundings);
  const { exploreCasesCommand } = await import('./explore-cases.js');
  const { cases, areAll } = await casesNamed(named, surroundings);
  const code = await exploreCasesCommand(cases, flags, surroundings);
  return areAll || code > EXIT.inconclusive ? code : EXIT.usage;
}

async function exploreStrategiesCommand(
  flags: ExploreCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  requireNoKeptTest(flags);
  const plan = createExplorePlan(flags, await loadedContext(flags, surroundings));
  return publish(flags, rendering, surroundings, (reported) =>
    withProgress(flags, surroundings, new ExploreProgressLine(extentOf(plan)), (watched, clear) =>
      exploreLab(plan, {
        ...labOptions(surroundings),
        ...watched,
        reportsFailure: true,
        reported: afterClearing(clear, reported),
      }),
    ),
  );
}
