/** Pieces of GitHub's Markdown. */
import type { ExpectationResult } from '../../../model.js';
import { printable } from '../../../text/wrap.js';
import type { Column } from '../../document/column.js';
import {
  failedResults,
  failureSentences,
  type FailableResult,
} from '../../document/strategy-failure.js';
import { expectationStatus, findingText } from '../../document/race/sentences.js';

/** Keeps text from being read as markup. */
export const escape = (text: string): string =>
  printable(text).replaceAll(/[\\`*_[\]<>|#~&]/g, '\\$&');

/** A heading over blocks; nothing when all of them are empty. */
export function section(title: string, blocks: readonly string[][]): readonly string[][] {
  return blocks.some((lines) => lines.length > 0) ? [[`#### ${title}`], ...blocks] : [];
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table with a row for each of several things. */
export function figures<R>(rows: readonly R[], columns: readonly Column<R>[]): string[] {
  return [
    row(columns.map(({ header }) => header)),
    row(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map((each) => row(columns.map((column) => escape(column.text(each))))),
  ];
}

/** Lines that are shown as they are, whatever stands in them. */
export function fenced(lines: readonly string[], language = ''): string[] {
  const runs = lines.flatMap((line) => line.match(/`{3,}/g) ?? []);
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}${language}`, ...lines, fence];
}

/** Why a report is not whole; nothing when it is. */
export const interrupted = (reason: string | null): string[] =>
  reason === null ? [] : [`> **Interrupted:** ${escape(reason)}`];

/** Each strategy that failed, with what is wrong with its code. */
export const failureList = (results: readonly FailableResult[]): string[] =>
  failedResults(results).map(({ strategy, failure }) => {
    const [message = '', ...rest] = failureSentences(failure);
    return `- **${escape(strategy)}**: ${[`${escape(message)}.`, ...rest.map(escape)].join(' ')}`;
  });

/** Each expectation, with what was found. */
export function expectationList(expectations: readonly ExpectationResult[]): string[] {
  return expectations.map((expectation) => {
    const status = expectationStatus(expectation);
    const rule = escape(expectation.rule);
    return `- ${status === 'met' ? status : `**${status}**`}: ${rule} (${escape(findingText(expectation))})`;
  });
}

/** What shows a finding again: a command for a shell, or, where there is none, a call. */
export const fencedAgain = (again: string): string[] =>
  fenced([again], again.startsWith('race-lab ') ? 'sh' : 'ts');
