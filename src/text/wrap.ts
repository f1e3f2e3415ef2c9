import { stripVTControlCharacters } from 'node:util';

import { widthOf } from './width.js';

/**
 * Characters that steer a terminal or that nobody sees: controls, directions, zero-width characters,
 * halves of a pair, noncharacters, and blanks other than the usual one.
 */
const UNSEEN =
  /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Noncharacter_Code_Point}\u115F\u1160\u2800\u3164\uFFA0]/gu;

/** Text in which each such character is told by its number, as in JavaScript: `\u200b`. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16).padStart(4, '0');
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
  });
}

/** As long as a path may be: what is longer is no name that anybody chose. */
const LONGEST_WORD = 4_096;
const SHOWN_OF_IT = 60;

/** Text whose overlong words are cut in the middle: what is at their ends tells them from others. */
export function shortened(text: string): string {
  if (text.length <= LONGEST_WORD) return text;
  return text.replaceAll(/\S+/g, (word) =>
    word.length > LONGEST_WORD ? `${word.slice(0, SHOWN_OF_IT)}…${word.slice(-SHOWN_OF_IT)}` : word,
  );
}

/** More of one text nobody reads; to set it takes longer than it grows. */
const LONGEST_TEXT = 2_000;
const SHOWN_OF_TEXT = 900;

/** Text without its middle when it is very long, which is told: `select 1 … 4998200 characters … + 1`. */
export function abridged(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const left = text.length - 2 * SHOWN_OF_TEXT;
  return `${text.slice(0, SHOWN_OF_TEXT)} … ${left} characters … ${text.slice(-SHOWN_OF_TEXT)}`;
}

/** Text from outside (names, a database's messages) as one line that cannot steer a terminal. */
export function printable(text: string): string {
  const line = stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return visible(shortened(line));
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
  let taken = widthOf(first);
  let isEmpty = true;
  for (const part of parts) {
    const size = widthOf(part);
    if (!isEmpty && taken + 1 + size > width) {
      lines.push(line);
      line = hanging + part;
      taken = widthOf(hanging) + size;
    } else {
      line = isEmpty ? line + part : `${line} ${part}`;
      taken += isEmpty ? size : 1 + size;
    }
    isEmpty = false;
  }
  return [...lines, line.trimEnd()];
}

/** Joins blocks of lines with one blank line between; blocks without lines vanish. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
