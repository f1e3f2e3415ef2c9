import { runLab } from '../../lab.js';
import type { Report, RunPlan } from '../../model.js';
import { createPlan, type RunFlags } from '../../plan/plan.js';
import { reporters } from '../../report/index.js';
import { raceSuite } from '../../report/document/race/suite.js';
import { announce } from '../announcement.js';
import { labOptions, loadedContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { keepHeapSmall } from '../heap.js';
import { afterClearing, withProgress, type ProgressFlags } from '../progress.js';
import { publish, type OutputFlags } from '../publish.js';
import { RaceProgress } from '../race-progress.js';
import type { Surroundings } from '../terminal.js';

export interface RunCommandFlags extends RunFlags, OutputFlags, ProgressFlags {}

const rendering = {
  formats: reporters,
  suites: (report: Report) => [raceSuite(report)],
  isEmpty: ({ results: [only, ...others] }: Report) =>
    only !== undefined &&
    others.length === 0 &&
    only.failure !== null &&
    only.operations.attempted === 0,
};

/** `race-lab run` and `race-lab compare`. */
export async function runCommand(
  command: RunPlan['command'],
  flags: RunCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  keepHeapSmall();
  const plan = createPlan(command, flags, await loadedContext(flags, surroundings));
  return publish(flags, rendering, surroundings, async (reported) => {
    await announce(plan, flags, surroundings);
    return withProgress(flags, surroundings, new RaceProgress(plan), (watched, clear) =>
      runLab(plan, {
        ...labOptions(surroundings),
        ...watched,
        reportsFailure: true,
        reported: afterClearing(clear, reported),
      }),
    );
  });
}
