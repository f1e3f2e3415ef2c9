/** What the pages for terminals have in common, whatever they report. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { ExpectationResult } from '../../../model.js';
import { printable, words, wrap } from '../../../text/wrap.js';
import {
  failureSentences,
  type FailedResult,
  type FailableResult,
} from '../../document/strategy-failure.js';
import type { Style } from '../format.js';
import { expectationStatus, findingText } from '../../document/race/sentences.js';

/** Prose is not set wider than it can be read well, however wide the terminal is. */
const WIDEST_PROSE = 100;

export interface Page {
  readonly chalk: ChalkInstance;
  /** Columns for prose. */
  readonly width: number;
}

export const pageFor = ({ color, width }: Style): Page => ({
  chalk: new Chalk({ level: color ? 1 : 0 }),
  width: Math.min(width, WIDEST_PROSE),
});

/** Why a report is not whole; nothing when it is. */
export function interrupted(reason: string | null, { chalk, width }: Page): string[] {
  if (reason === null) return [];
  return wrap(words(`INTERRUPTED: ${reason}`), { width }).map((line) => chalk.red.bold(line));
}

/** What was done, in parts that are kept whole where they can be, and where. */
export function headOf(
  { title, parts, server }: { title: string; parts: readonly string[]; server: string },
  { chalk, width }: Page,
): string[] {
  const listed = parts.map((part, i) => (i < parts.length - 1 ? `${part},` : part));
  return [
    ...wrap(listed, { width, first: `${chalk.bold(title)}: `, hanging: '  ' }),
    ...wrap(words(server), { width, hanging: '  ' }),
  ];
}

/** Remarks below a table. */
export const dimmed = (notes: readonly string[], { chalk, width }: Page): string[] =>
  notes.flatMap((note) =>
    wrap(words(note), { width, hanging: '  ' }).map((line) => chalk.dim(line)),
  );

/** A paragraph that stands below a heading. */
export const indented = (text: string, { width }: Page): string[] =>
  wrap(words(text), { width, first: '  ', hanging: '    ' });

/** A strategy that failed: what is wrong with its code, and what to do about it. */
export function failedLines(
  { strategy, failure }: FailedResult<FailableResult>,
  page: Page,
  remarks: readonly string[] = [],
): string[] {
  const { chalk, width } = page;
  const first = `${chalk.bold(printable(strategy))} ${chalk.red('error')}: `;
  const [message = '', ...rest] = failureSentences(failure);
  return [
    ...wrap(words(printable(message)), { width, first, hanging: '  ' }),
    ...[...rest, ...remarks].flatMap((line) => indented(line, page)),
  ];
}

/** Each expectation, with what was found. */
export function expectationLines(
  expectations: readonly ExpectationResult[],
  { chalk, width }: Page,
): string[] {
  if (expectations.length === 0) return [];
  const colors = { met: chalk.green, 'NOT MET': chalk.red, 'not judged': chalk.yellow };
  const widest = Math.max(...expectations.map(({ rule }) => printable(rule).length));
  const told = expectations.flatMap((expectation) => {
    const status = expectationStatus(expectation);
    const rule = printable(expectation.rule).padEnd(widest);
    const first = `  ${colors[status](status.padEnd(10))}  ${rule}  `;
    return wrap(words(findingText(expectation)), { width, first, hanging: ' '.repeat(14) });
  });
  return ['Expectations', ...told];
}
