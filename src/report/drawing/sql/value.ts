/** Values of any table, short enough for a drawing. */
import { graphemesOf } from '../../../text/width.js';
import { literal } from '../value.js';

/** A longer value loses its end. */
const LONGEST = 32;

/** Numbers arrive as text from some drivers, and from the server. */
const NUMBER = /^-?\d{1,20}(?:\.\d{1,20})?$/;

/** A value as one would write it in SQL, without the end of a long one. A number has no quotes. */
export const shortLiteral = (value: unknown): string =>
  typeof value === 'string' && NUMBER.test(value) ? value : shortText(literal(value));

/** `'a long text in quot…'` */
export function shortText(text: string): string {
  if (text.length <= LONGEST) return text;
  const beginning = graphemesOf(text.slice(0, 2 * LONGEST))
    .slice(0, LONGEST)
    .join('');
  if (beginning.length === text.length) return text;
  return text.endsWith("'") ? `${beginning}…'` : `${beginning}…`;
}
