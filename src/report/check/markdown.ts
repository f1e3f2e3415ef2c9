import type { CheckReport, ExperimentOutcome } from '../../model.js';
import { joinBlocks } from '../../text/wrap.js';
import { planCommand } from '../document/commands.js';
import { exploreMarkdown } from '../explore/markdown.js';
import { markdown } from '../markdown.js';
import { escape, fenced, figures } from '../formats/markdown/markup.js';
import { label, type Column } from '../document/column.js';
import { seconds, statusOf, totalOf, whyNot } from '../document/check/sentences.js';

const COLUMNS: readonly Column<ExperimentOutcome>[] = [
  label('experiment', ({ name }) => name),
  label('status', statusOf),
  { ...label('time', ({ durationMs }) => seconds(durationMs)), align: 'right' },
  label('found', (experiment) => whyNot(experiment)),
];

/** For a job's summary: a row for each experiment, then all of those that are not ok. */
export function checkMarkdown(report: CheckReport): string {
  const { file, experiments } = report;
  return joinBlocks([
    [`## race-lab check: ${escape(file)}`],
    [escape(`${totalOf(report)}.`)],
    figures(experiments, COLUMNS),
    ...experiments.filter((each) => statusOf(each) !== 'ok').flatMap(details),
  ]);
}

function details(experiment: ExperimentOutcome): string[][] {
  return [
    [`## ${escape(experiment.name)}: ${statusOf(experiment)}`],
    fenced([planCommand(experiment.plan)], 'sh'),
    ...evidence(experiment),
  ];
}

function evidence({ kind, report, failure }: ExperimentOutcome): string[][] {
  if (report === null) {
    const { message, hint, stack } = failure;
    const told = [escape(message), ...(hint === null ? [] : [escape(hint)])].join(' ');
    return [[told], stack === null ? [] : fenced(stack.split('\n'), 'text')];
  }
  const text = kind === 'run' ? markdown(report) : exploreMarkdown(report);
  return [text.trimEnd().split('\n')];
}
