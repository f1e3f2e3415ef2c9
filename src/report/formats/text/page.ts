/** The layout of text on a terminal. */
import { Chalk, type ChalkInstance } from 'chalk';

import { words, wrap } from '../../../text/wrap.js';
import type { Tone } from '../../document/blocks.js';
import type { Style } from '../format.js';

/** The widest readable text, on any terminal. */
const WIDEST_PROSE = 100;

export interface Page {
  readonly chalk: ChalkInstance;
  /** Columns for prose. */
  readonly width: number;
  /** Columns of the terminal, for tables and drawings. */
  readonly fullWidth: number;
}

export const pageFor = ({ color, width }: Style): Page => ({
  chalk: new Chalk({ level: color ? 1 : 0 }),
  width: Math.min(width, WIDEST_PROSE),
  fullWidth: width,
});

/** A paragraph that stands below a heading. */
export const indented = (text: string, { width }: Page): string[] =>
  wrap(words(text), { width, first: '  ', hanging: '    ' });

/** Remarks below a table. */
export const dimmed = (notes: readonly string[], { chalk, width }: Page): string[] =>
  notes.flatMap((note) =>
    wrap(words(note), { width, hanging: '  ' }).map((line) => chalk.dim(line)),
  );

/** The colour of a tone. */
export const paint = (tone: Tone, chalk: ChalkInstance): ChalkInstance =>
  ({ good: chalk.green, bad: chalk.red, open: chalk.yellow })[tone];
