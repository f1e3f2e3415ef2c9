import type { LabError } from '../errors.js';
import { shortened, visible, wrap } from '../text/wrap.js';
import { widthOf } from '../text/width.js';
import { write, type Stream } from './terminal.js';

/**
 * Writes to stderr what is wrong and what to do about it. A terminal gets lines of its width; a
 * file or a pipe gets one line for each, which is easy to search. Control and invisible characters
 * from names and arguments are escaped. A closed stderr is not an error.
 */
export async function complain(stderr: Stream, message: string, hint?: string): Promise<void> {
  const width = stderr.isTTY && stderr.columns ? stderr.columns : Infinity;
  const text = [`race-lab: ${message}`, ...(hint === undefined ? [] : [`  ${hint}`])];
  const lines = text
    .flatMap((part) => part.split('\n'))
    .map((line) => visible(shortened(line)))
    .flatMap((line) => wrapped(line, width));
  await write(stderr, `${lines.join('\n')}\n`).catch(() => undefined);
}

/** Like {@link complain}, for an error. */
export async function complainOf(stderr: Stream, error: LabError): Promise<void> {
  const { message, hint } = error.spelledIn('flags');
  await complain(stderr, message, hint);
}

/** A line that begins with blanks continues with the same indent. */
function wrapped(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  if (widthOf(line) <= width) return [line];
  return wrap(line.trim().split(' '), {
    width,
    first: indent,
    hanging: indent === '' ? '  ' : indent,
  });
}
