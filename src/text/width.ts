import stringWidth from 'string-width';

/**
 * The columns of a terminal that a text takes: two for an ideograph or an emoji, none for a combining
 * accent or an escape code.
 */
export const widthOf = (text: string): number => stringWidth(text);

/** The columns that the widest of several texts takes; 0 when there is none. */
export const widestOf = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));

/** A text with blanks behind it, up to a width. */
export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** A text with blanks before it, up to a width. */
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;
