import type { ChalkInstance } from 'chalk';

import { words, wrap } from '../text/wrap.js';

/** Long lines are hard to read, however wide the terminal. */
export const WIDEST = 100;

const LABEL = 'Does not prevent  '.length;

/** A column of labels, with a text beside each. */
export const factLines = (
  facts: readonly (readonly [label: string, text: string])[],
  { width, chalk }: { readonly width: number; readonly chalk: ChalkInstance },
): readonly string[] =>
  facts.flatMap(([label, text]) =>
    wrap(words(text), {
      width,
      first: chalk.bold(label.padEnd(LABEL)),
      hanging: ' '.repeat(LABEL),
    }),
  );
