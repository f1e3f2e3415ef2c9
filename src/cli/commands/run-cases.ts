import { caseLoadLab, raceCasesLab } from '../../lab/case-races.js';
import type { CaseLoadPlan, CaseLoadReport, FreeRacePlan, FreeRaceReport } from '../../model.js';
import { createCaseRacePlan } from '../../plan/case-race.js';
import type { RunFlags } from '../../plan/plan.js';
import { loadSuite } from '../../report/document/cases/load/suite.js';
import { roundsSuite } from '../../report/document/cases/rounds/suite.js';
import { caseLoadReporters, roundsReporters } from '../../report/index.js';
import { CaseRaceProgress } from '../case-race-progress.js';
import { caseLabOptions, casesNamed } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { afterClearing, withProgress, type ProgressFlags } from '../progress.js';
import { publish, type OutputFlags } from '../publish.js';
import type { Surroundings } from '../terminal.js';

interface CaseRunFlags extends RunFlags, OutputFlags, ProgressFlags {}

/** Whether stderr has said all there is to say. */
const isEmpty = ({
  results: [only, ...others],
}: {
  readonly results: readonly { readonly failure: object | null }[];
}): boolean => only !== undefined && others.length === 0 && only.failure !== null;

const roundsRendering = {
  formats: roundsReporters,
  suites: (report: FreeRaceReport) => [roundsSuite(report)],
  isEmpty,
};

const loadRendering = {
  formats: caseLoadReporters,
  suites: (report: CaseLoadReport) => [loadSuite(report)],
  isEmpty,
};

/** `race-lab run` of cases. @param files at least one */
export async function runCasesCommand(
  files: readonly string[],
  flags: CaseRunFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { cases, areAll } = await casesNamed(files, surroundings);
  const environmentUrl = surroundings.env['RACE_LAB_URL'];
  const plan = createCaseRacePlan(flags, cases, { environmentUrl });
  const code =
    plan.kind === 'rounds'
      ? await runRounds(plan, flags, surroundings)
      : await runLoad(plan, flags, surroundings);
  return areAll || code > EXIT.inconclusive ? code : EXIT.usage;
}

const runRounds = (
  plan: FreeRacePlan,
  flags: CaseRunFlags,
  surroundings: Surroundings,
): Promise<ExitCode> =>
  publish(flags, roundsRendering, surroundings, (reported) =>
    withProgress(flags, surroundings, new CaseRaceProgress(plan), (watched, clear) =>
      raceCasesLab(plan, {
        ...caseLabOptions(surroundings),
        ...watched,
        reportsFailure: true,
        reported: afterClearing(clear, reported),
      }),
    ),
  );

const runLoad = (
  plan: CaseLoadPlan,
  flags: CaseRunFlags,
  surroundings: Surroundings,
): Promise<ExitCode> =>
  publish(flags, loadRendering, surroundings, (reported) =>
    withProgress(flags, surroundings, new CaseRaceProgress(plan), (watched, clear) =>
      caseLoadLab(plan, {
        ...caseLabOptions(surroundings),
        ...watched,
        reportsFailure: true,
        reported: afterClearing(clear, reported),
      }),
    ),
  );
