import { varyLab } from '../../lab.js';
import type { VariedReport } from '../../model.js';
import { createVariedPlan, type VaryFlags } from '../../plan/vary.js';
import { variedSuites } from '../../report/document/variation/suites.js';
import { variedReporters } from '../../report/index.js';
import { announceVaried } from '../announcement.js';
import { labOptions, loadedContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { keepHeapSmall } from '../heap.js';
import { afterClearing, withProgress, type ProgressFlags } from '../progress.js';
import { publish, type OutputFlags } from '../publish.js';
import { InterruptedError, type Surroundings } from '../terminal.js';
import { VariedRaceProgress } from '../varied-progress.js';

export interface VaryCommandFlags extends VaryFlags, OutputFlags, ProgressFlags {}

const rendering = {
  formats: variedReporters,
  suites: (report: VariedReport) => variedSuites(report),
};

/** After Ctrl-C, the rounds that were finished are reported. */
const isInterruption = (reason: unknown): reason is Error => reason instanceof InterruptedError;

/** `race-lab compare --vary` */
export async function varyCommand(
  flags: VaryCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  keepHeapSmall();
  const plan = createVariedPlan(flags, await loadedContext(flags, surroundings));
  return publish(flags, rendering, surroundings, async (reported) => {
    await announceVaried(plan, flags, surroundings);
    return withProgress(flags, surroundings, new VariedRaceProgress(plan), (watched, clear) =>
      varyLab(plan, {
        ...labOptions(surroundings),
        ...watched,
        isInterruption,
        reported: afterClearing(clear, reported),
      }),
    );
  });
}
