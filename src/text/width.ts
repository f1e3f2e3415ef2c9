import stringWidth from 'string-width';

/** Characters that take one column each, whatever is beside them: printable ASCII and Latin-1, and the signs of reports. */
const PLAIN = /^[ -~\u00A1-\u00AC\u00AE-\u00FF\u2500-\u257F–—…→►◄✗≥≤−]*$/;

/**
 * The columns of a terminal that a text takes: two for an ideograph or an emoji, none for a
 * combining accent or an escape code.
 */
export const widthOf = (text: string): number =>
  // Nearly all texts are plain, and to look for clusters takes a hundred times as long.
  PLAIN.test(text) ? text.length : stringWidth(text);

/** The columns that the widest of several texts takes; 0 without texts. */
export const widestOf = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));

/** A text with blanks after it, up to a width. */
export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** A text with blanks before it, up to a width. */
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;

const segmenter = new Intl.Segmenter();

/**
 * The characters that a reader sees: a letter with its accents, an emoji of several code points.
 */
export const graphemesOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** As much of the beginning of a text as fits; no character is cut in two. */
export function beginningOf(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let beginning = '';
  let taken = 0;
  for (const grapheme of graphemesOf(text)) {
    taken += widthOf(grapheme);
    if (taken > width) break;
    beginning += grapheme;
  }
  return beginning;
}

/** A text cut to a width: a longer one ends in `…`. */
export const cutTo = (text: string, width: number): string =>
  widthOf(text) <= width ? text : `${beginningOf(text, width - 1)}…`;
