/** Pieces of GitHub's Markdown. */
import { printable } from '../../../text/wrap.js';

/** Escapes text, so that Markdown does not read it as markup. */
export const escape = (text: string): string =>
  printable(text).replaceAll(/[\\`*_[\]<>|#~&]/g, '\\$&');

/** A heading over blocks; nothing when all of them are empty. */
export function section(
  title: string,
  blocks: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return blocks.some((lines) => lines.length > 0) ? [[`#### ${title}`], ...blocks] : [];
}

export const item = (name: string, text: string): string => `- **${escape(name)}**: ${text}`;

/** A table: headers and cells, and how each column is aligned. */
export const grid = (
  columns: readonly { readonly header: string; readonly align: 'left' | 'right' }[],
  rows: readonly (readonly string[])[],
): string[] => [
  row(columns.map(({ header }) => header)),
  row(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
  ...rows.map((cells) => row(cells.map(escape))),
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Lines that are shown unchanged, even if they contain fences. */
export function fenced(lines: readonly string[], language: 'sh' | 'text' | 'ts'): string[] {
  const runs = lines.flatMap((line) => line.match(/`{3,}/g) ?? []);
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}${language}`, ...lines, fence];
}

/** A shell command, or a call in TypeScript if the command line cannot name the strategy. */
export const fencedCommand = (command: string): string[] =>
  fenced([command], command.startsWith('race-lab ') ? 'sh' : 'ts');
