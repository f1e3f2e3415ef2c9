import type { ChalkInstance } from 'chalk';
import type { CheckReport, ExperimentOutcome } from '../../model.js';
import { joinBlocks, printable, words, wrap } from '../../text/wrap.js';
import { planCommand } from '../document/commands.js';
import { exploreTable } from '../explore/table.js';
import { indented, pageFor, type Page } from '../formats/text/page.js';
import type { Style } from '../formats/format.js';
import { table } from '../table.js';
import {
  seconds,
  statusOf,
  totalOf,
  whyNot,
  worstOf,
  type ExperimentStatus,
} from '../document/check/sentences.js';

/** Longer names push what follows them to the right. */
const LONGEST_NAME = 40;
const STATUS_WIDTH = 'not judged'.length;
const TIME_WIDTH = 6;

/** For terminals: a line for each experiment, then all of those that are not ok, and the total. */
export function checkTable(report: CheckReport, style: Style): string {
  const names = report.experiments.map(({ name }) => name);
  return report.experiments
    .map((experiment) => checkLine(experiment, names, style))
    .concat(checkEnd(report, style))
    .join('');
}

/**
 * An experiment as soon as it has ended: `ok  a name  1.2 s`, and what was not as expected.
 * @param names those of all experiments, to be set below each other
 */
export function checkLine(
  experiment: ExperimentOutcome,
  names: readonly string[],
  style: Style,
): string {
  const page = pageFor(style);
  const status = statusOf(experiment);
  const lengths = names.map((name) => printable(name).length);
  const widest = Math.min(LONGEST_NAME, Math.max(...lengths));
  const first = [
    paint(status, page.chalk)(status.padEnd(STATUS_WIDTH)),
    printable(experiment.name).padEnd(widest),
    seconds(experiment.durationMs).padStart(TIME_WIDTH),
  ].join('  ');
  const why = status === 'ok' ? [] : words(whyNot(experiment));
  const hanging = ' '.repeat(STATUS_WIDTH + 4);
  const lines = why.length === 0 ? [] : wrap(why, { width: page.width, first: hanging, hanging });
  return `${[first, ...lines].join('\n')}\n`;
}

/** What follows the lines: everything of the experiments that are not ok, and the total. */
export function checkEnd(report: CheckReport, style: Style): string {
  const page = pageFor(style);
  const failed = report.experiments.filter((each) => statusOf(each) !== 'ok');
  return `\n${joinBlocks([
    ...failed.map((experiment) => details(experiment, style, page)),
    [paint(worstOf(report), page.chalk).bold(totalOf(report))],
  ])}`;
}

function details(experiment: ExperimentOutcome, style: Style, page: Page): string[] {
  const { chalk, width } = page;
  const status = statusOf(experiment);
  const title = `${printable(experiment.name)}: ${status}`;
  const rest = '━'.repeat(Math.max(2, width - title.length - 4));
  return [
    `${chalk.dim('━━')} ${paint(status, chalk).bold(title)} ${chalk.dim(rest)}`,
    // Whole, however long: a command that was broken into lines would not paste.
    chalk.dim(planCommand(experiment.plan)),
    '',
    ...evidence(experiment, style, page),
  ];
}

/** As the command on its own would report it. */
function evidence(experiment: ExperimentOutcome, style: Style, page: Page): string[] {
  const { kind, report, failure } = experiment;
  if (report === null) {
    const { message, hint, stack } = failure;
    const told = [...wrap(words(message), { width: page.width, hanging: '  ' })];
    const remedy = hint === null ? [] : indented(hint, page);
    return [...told, ...remedy, ...(stack === null ? [] : stack.split('\n'))];
  }
  const text = kind === 'run' ? table(report, style) : exploreTable(report, style);
  return text.trimEnd().split('\n');
}

const paint = (status: ExperimentStatus, chalk: ChalkInstance): ChalkInstance =>
  ({ ok: chalk.green, 'not judged': chalk.yellow, 'NOT MET': chalk.red, ERROR: chalk.red })[status];
