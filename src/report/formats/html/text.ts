import { printable } from '../../../text/wrap.js';

/** Text from outside, on one line and without control characters. Preact escapes it. */
export const shown = (text: string): string => printable(text);

/** Several sentences as a paragraph. */
export const paragraphOf = (sentences: readonly string[]): string => sentences.map(shown).join(' ');
