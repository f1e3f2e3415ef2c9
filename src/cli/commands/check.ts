import { nowMs } from '../../own-timers.js';
import { caseExtentOf, extentOf } from '../explore-progress.js';
import { checkLab, type CheckEnvironment } from '../../lab/checking.js';
import { exploreLab, runLab, wholeReport } from '../../lab.js';
import type {
  CaseExploreReport,
  CheckPlan,
  CheckReport,
  ExperimentOutcome,
  ExploreReport,
  PlannedExperiment,
  Report,
} from '../../model.js';
import { checklistItem, documentAfterChecklist } from '../../report/document/check/document.js';
import { experimentWord } from '../../report/document/check/sentences.js';
import { checkSuites } from '../../report/document/check/suites.js';
import type { Style } from '../../report/formats/format.js';
import { checklistItemText, documentText } from '../../report/formats/text.js';
import { checkReporters } from '../../report/index.js';
import { counted } from '../../text/numbers.js';
import { printable } from '../../text/wrap.js';
import { complain } from '../complain.js';
import { caseLabOptions, labOptions } from '../context.js';
import { EXIT, interruptedBy, type ExitCode } from '../exit-codes.js';
import { ExploreProgressLine } from '../explore-progress.js';
import { keepHeapSmall } from '../heap.js';
import { withProgress, type ProgressFlags } from '../progress.js';
import { chosenFormat, publish, type OutputFlags } from '../publish.js';
import { formatNames } from '../../report/formats/index.js';
import { RaceProgress } from '../race-progress.js';
import { InterruptedError, styleFor, write, type Surroundings } from '../terminal.js';
import { plannedCheck, type CheckPlanFlags } from './check-plan.js';

export interface CheckCommandFlags extends CheckPlanFlags, OutputFlags, ProgressFlags {}

/** For a table, the line of each experiment is already on stdout when the report is written. */
const afterLines = (report: CheckReport, style: Style): string =>
  `\n${documentText(documentAfterChecklist(report), style)}`;

const rendering = { formats: { ...checkReporters, table: afterLines }, suites: checkSuites };

/** `race-lab check`. */
export async function checkCommand(
  file: string | undefined,
  flags: CheckCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  keepHeapSmall();
  const { plan, areAll } = await plannedCheck(file, flags, surroundings);
  let told = 0;
  const ended = async (line: string) => {
    await write(surroundings.stdout, line);
    told += 1;
  };
  try {
    const code = await publish(flags, rendering, surroundings, async (reported) => {
      const report = await checkLab(plan, environmentFor(plan, flags, surroundings, ended));
      await reported(report);
      return { report, left: null };
    });
    // As for `explore`: a case that could not be loaded was not checked.
    return areAll || code > EXIT.inconclusive ? code : EXIT.usage;
  } catch (error) {
    // Before the first line, the usual message is correct: nothing was reported.
    if (!(error instanceof InterruptedError) || told === 0) throw error;
    return interrupted(
      error,
      `${told} of ${counted(plan.experiments.length, experimentWord(plan))}`,
      surroundings,
    );
  }
}

async function interrupted(
  reason: InterruptedError,
  ended: string,
  { stderr }: Surroundings,
): Promise<ExitCode> {
  await complain(
    stderr,
    `interrupted after ${ended}; no more was reported, and everything it started is gone`,
  );
  return interruptedBy(reason);
}

function environmentFor(
  plan: CheckPlan,
  flags: CheckCommandFlags,
  surroundings: Surroundings,
  ended: (line: string) => Promise<void>,
): CheckEnvironment {
  const { stdout, env, signal } = surroundings;
  const style = styleFor(stdout, env, flags.color);
  const names = plan.experiments.map(({ name }) => name);
  const options = labOptions(surroundings);
  const isTable = chosenFormat(flags, formatNames) === 'table';
  const writeLine = (experiment: ExperimentOutcome) =>
    ended(checklistItemText(checklistItem(experiment), names, style));
  const labelOf = (experiment: PlannedExperiment) =>
    `${1 + plan.experiments.indexOf(experiment)}/${names.length} · ${printable(experiment.name)}`;
  return {
    run: (each, experiment) => {
      const work: LabCall<RaceProgress, Report> = async (watched) =>
        wholeReport(await runLab(each, { ...options, ...watched }), options.spelling);
      return withProgress(flags, surroundings, new RaceProgress(each), work, labelOf(experiment));
    },
    explore: (each, experiment) => {
      const work: LabCall<ExploreProgressLine, ExploreReport> = async (watched) =>
        wholeReport(await exploreLab(each, { ...options, ...watched }), options.spelling);
      return withProgress(
        flags,
        surroundings,
        new ExploreProgressLine(extentOf(each)),
        work,
        labelOf(experiment),
      );
    },
    exploreCases: (each, experiment) => {
      const work: LabCall<ExploreProgressLine, CaseExploreReport> = async (watched) => {
        const { exploreCasesLab } = await import('../../lab/cases.js');
        const given = { ...caseLabOptions(surroundings), ...watched };
        return wholeReport(await exploreCasesLab(each, given), options.spelling);
      };
      return withProgress(
        flags,
        surroundings,
        new ExploreProgressLine(caseExtentOf(each)),
        work,
        labelOf(experiment),
      );
    },
    now: nowMs,
    signal,
    ...(isTable ? { ended: writeLine } : {}),
  };
}

type LabCall<P, R> = (options: { readonly progress?: P }) => Promise<R>;
