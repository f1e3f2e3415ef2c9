import { exploreLab } from '../../lab.js';
import type { ExploreReport } from '../../model.js';
import { createExplorePlan, type ExploreFlags } from '../../plan/explore.js';
import { exploreReporters } from '../../report/index.js';
import { explorationSuite } from '../../report/document/exploration/suite.js';
import { labOptions, loadedContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { ExploreProgressLine } from '../explore-progress.js';
import { afterClearing, withProgress, type ProgressFlags } from '../progress.js';
import { publish, type OutputFlags } from '../publish.js';
import type { Surroundings } from '../terminal.js';

export interface ExploreCommandFlags extends ExploreFlags, OutputFlags, ProgressFlags {}

const rendering = {
  formats: exploreReporters,
  suites: (report: ExploreReport) => [explorationSuite(report)],
  isEmpty: ({ results: [only, ...others] }: ExploreReport) =>
    only !== undefined && others.length === 0 && only.failure !== null && only.committed === 0,
};

/** `race-lab explore`. */
export async function exploreCommand(
  flags: ExploreCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const plan = createExplorePlan(flags, await loadedContext(flags, surroundings));
  return publish(flags, rendering, surroundings, (reported) =>
    withProgress(flags, surroundings, new ExploreProgressLine(plan), (watched, clear) =>
      exploreLab(plan, {
        ...labOptions(surroundings),
        ...watched,
        reportsFailure: true,
        reported: afterClearing(clear, reported),
      }),
    ),
  );
}
