import { exploreLab } from '../../lab.js';
import { createExplorePlan, type ExploreFlags } from '../../plan/explore.js';
import { exploreReporters } from '../../report/explore/index.js';
import { loadedContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { ExploreProgress } from '../explore-progress.js';
import { withProgress, type ProgressFlags } from '../progress.js';
import { publish, type OutputFlags } from '../publish.js';
import type { Surroundings } from '../terminal.js';

export interface ExploreCommandFlags extends ExploreFlags, OutputFlags, ProgressFlags {}

/** `race-lab explore`. */
export async function exploreCommand(
  flags: ExploreCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, signal, watchOver } = surroundings;
  const plan = createExplorePlan(flags, await loadedContext(flags, surroundings));
  return publish(flags, exploreReporters, surroundings, () =>
    withProgress(flags, surroundings, new ExploreProgress(plan), (watched) =>
      exploreLab(plan, { signal, watchOver, cache: env['RACE_LAB_CACHE'], ...watched }),
    ),
  );
}
