import stripAnsi from 'strip-ansi';

import { widthOf } from './width.js';

/**
 * Characters that control a terminal or are invisible: controls, directions, zero-width characters,
 * unpaired surrogates, noncharacters, and blanks other than the space.
 */
const UNSEEN =
  /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Noncharacter_Code_Point}\u115F\u1160\u2800\u3164\uFFA0]/gu;

/** Escapes each such character as in JavaScript: `\u200b`. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16).padStart(4, '0');
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
  });
}

/** The longest path that systems allow. A longer word is not a real name. */
const LONGEST_WORD = 4_096;
const SHOWN_OF_IT = 60;

/** Text with overlong words cut in the middle: their ends distinguish them from others. */
export function shortened(text: string): string {
  if (text.length <= LONGEST_WORD) return text;
  return text.replaceAll(/\S+/g, (word) =>
    word.length > LONGEST_WORD ? `${word.slice(0, SHOWN_OF_IT)}…${word.slice(-SHOWN_OF_IT)}` : word,
  );
}

/** A longer text is not read, and the time to wrap it grows faster than its length. */
const LONGEST_TEXT = 2_000;
const SHOWN_OF_TEXT = 900;

/** A very long text without its middle: `select 1 … 4998200 characters … + 1`. */
export function abridged(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const left = text.length - 2 * SHOWN_OF_TEXT;
  return `${text.slice(0, SHOWN_OF_TEXT)} … ${left} characters … ${text.slice(-SHOWN_OF_TEXT)}`;
}

/** Text from outside (names, a database's messages) as one line without control characters. */
export function printable(text: string): string {
  const line = stripAnsi(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return visible(shortened(line));
}

/** The words of a text from outside, to be wrapped. */
export const words = (text: string): string[] => printable(text).split(' ');

/** The format of a paragraph. */
export interface ParagraphLayout {
  /** Columns. A longer word has a line of its own, and is not cut, unless it is JSON. */
  readonly width: number;
  /** Begins the first line; may be coloured. Stands alone when no part fits beside it. */
  readonly first?: string;
  /** Begins every further line. */
  readonly hanging?: string;
}

/** A piece of text that is not broken. */
interface Piece {
  readonly text: string;
  /** Whether no blank stands before it. */
  readonly isJoined: boolean;
}

/** What JSON begins with. */
const JSON_START = /^[{[]/;

/** A part as it is; a part that is longer than a line at its spaces, and long JSON after its commas. */
function piecesOf(part: string, room: number): Piece[] {
  if (widthOf(part) <= room) return [{ text: part, isJoined: false }];
  return part.split(' ').flatMap((word) => {
    const texts = widthOf(word) > room && JSON_START.test(word) ? word.split(/(?<=,)/) : [word];
    return texts.map((text, index) => ({ text, isJoined: index > 0 }));
  });
}

/**
 * Breaks parts into lines. A part that is longer than a line is broken at its spaces. Words are not cut, apart from JSON,
 * which is broken after commas.
 */
export function wrap(
  parts: readonly string[],
  { width, first = '', hanging = '' }: ParagraphLayout,
): string[] {
  const lines: string[] = [];
  let line = first;
  let taken = widthOf(first);
  let isEmpty = true;
  const room = width - widthOf(hanging);
  for (const { text, isJoined } of parts.flatMap((part) => piecesOf(part, room))) {
    const size = widthOf(text);
    const blank = isEmpty || isJoined ? '' : ' ';
    // Blanks alone do not make a line.
    const mayBreak = !isEmpty || line.trim() !== '';
    if (mayBreak && taken + blank.length + size > width) {
      lines.push(line.trimEnd());
      line = hanging + text;
      taken = widthOf(hanging) + size;
    } else {
      line += blank + text;
      taken += blank.length + size;
    }
    isEmpty = false;
  }
  return [...lines, line.trimEnd()];
}

/** Joins blocks of lines with one blank line between. Blocks without lines are left out. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
