import { replayCaseLab } from '../../lab/cases.js';
import type { Case, CaseReplayReport } from '../../model.js';
import { createCaseReplayPlan, type CaseReplayFlags } from '../../plan/case.js';
import { caseReplaySuite } from '../../report/document/cases/replay/suite.js';
import { keptInReplay } from '../../report/kept-test.js';
import { caseReplayReporters, caseReplayReportersWithTest } from '../../report/index.js';
import { caseLabOptions } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { testTarget, writeKeptTest, type KeptTestFlags } from '../kept-test.js';
import { publish, type OutputFlags } from '../publish.js';
import type { Surroundings } from '../terminal.js';

const rendering = {
  suites: (report: CaseReplayReport) => [caseReplaySuite(report)],
};

/** `race-lab replay` of a case. */
export async function replayCaseCommand(
  the: Case,
  flags: CaseReplayFlags & KeptTestFlags & OutputFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const environmentUrl = surroundings.env['RACE_LAB_URL'];
  const plan = createCaseReplayPlan(flags, the, { environmentUrl });
  const target = await testTarget(flags);
  const formats = target.kind === 'stdout' ? caseReplayReportersWithTest : caseReplayReporters;
  return publish(flags, { ...rendering, formats }, surroundings, async (report) => {
    const options = {
      ...caseLabOptions(surroundings),
      reported: async (made: CaseReplayReport) => {
        await report(made);
        await writeKeptTest(target, keptInReplay(made), surroundings);
      },
    };
    if (flags.interactive !== true) return replayCaseLab(plan, options);
    const { byHand, beginCaseStepping, TERMINAL } = await import('../stepping/by-hand.js');
    const begin = () => beginCaseStepping(plan, { ...options, ...TERMINAL });
    return byHand(begin, flags, surroundings);
  });
}
