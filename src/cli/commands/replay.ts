import { replayLab } from '../../lab.js';
import { createReplayPlan, type ReplayFlags } from '../../plan/replay.js';
import { replayReporters } from '../../report/explore/index.js';
import { loadedContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { publish, type OutputFlags } from '../publish.js';
import type { Surroundings } from '../terminal.js';

export interface ReplayCommandFlags extends ReplayFlags, OutputFlags {}

/** `race-lab replay`. */
export async function replayCommand(
  flags: ReplayCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, signal, watchOver } = surroundings;
  const plan = createReplayPlan(flags, await loadedContext(flags, surroundings));
  return publish(flags, replayReporters, surroundings, () =>
    replayLab(plan, { signal, watchOver, cache: env['RACE_LAB_CACHE'] }),
  );
}
