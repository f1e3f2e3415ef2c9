import { replayLab } from '../../lab.js';
import type { ReplayReport } from '../../model.js';
import type { CaseReplayFlags } from '../../plan/case.js';
import { createReplayPlan, type ReplayFlags } from '../../plan/replay.js';
import { replayReporters } from '../../report/index.js';
import { replaySuite } from '../../report/document/replay/suite.js';
import { caseNamed, labOptions, loadedContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { requireNoKeptTest, type KeptTestFlags } from '../kept-test.js';
import { publish } from '../publish.js';
import type { Surroundings } from '../terminal.js';

export interface ReplayCommandFlags extends ReplayFlags, KeptTestFlags {}

const rendering = {
  formats: replayReporters,
  suites: (report: ReplayReport) => [replaySuite(report)],
};

/** `race-lab replay`: of a case, if a file names one; else of a strategy. */
export async function replayCommand(
  file: string | undefined,
  flags: ReplayCommandFlags & CaseReplayFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  if (file === undefined) return replayStrategyCommand(flags, surroundings);
  const { replayCaseCommand } = await import('./replay-case.js');
  return replayCaseCommand(await caseNamed(file, surroundings), flags, surroundings);
}

async function replayStrategyCommand(
  flags: ReplayCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  requireNoKeptTest(flags);
  const plan = createReplayPlan(flags, await loadedContext(flags, surroundings));
  return publish(flags, rendering, surroundings, async (reported) => {
    const options = { ...labOptions(surroundings), reported };
    if (flags.interactive !== true) return replayLab(plan, options);
    const { byHand, beginStepping, TERMINAL } = await import('../stepping/by-hand.js');
    return byHand(() => beginStepping(plan, { ...options, ...TERMINAL }), flags, surroundings);
  });
}
