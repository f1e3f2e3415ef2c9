import { stripVTControlCharacters } from 'node:util';

/** Text from outside (names, a database's messages) as one line that cannot steer a terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** The words of a text from outside, to be wrapped. */
export const words = (text: string): string[] => printable(text).split(' ');

/** How a paragraph is set. */
export interface Paragraph {
  /** Columns; a single word that is longer stands in a line of its own, whole. */
  readonly width: number;
  /** Begins the first line; may be coloured. */
  readonly first?: string;
  /** Begins every further line. */
  readonly hanging?: string;
}

/** Breaks a sequence of words, none of which is ever cut, into lines. */
export function wrap(
  parts: readonly string[],
  { width, first = '', hanging = '' }: Paragraph,
): string[] {
  const lines: string[] = [];
  let line = first;
  let taken = false;
  for (const part of parts) {
    const longer = taken ? `${line} ${part}` : line + part;
    if (taken && stripVTControlCharacters(longer).length > width) {
      lines.push(line);
      line = hanging + part;
    } else {
      line = longer;
    }
    taken = true;
  }
  return [...lines, line.trimEnd()];
}

/** Joins blocks of lines with one blank line between; blocks without lines vanish. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
