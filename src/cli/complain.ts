import type { LabError } from '../errors.js';
import { shortened, visible, wrap } from '../text/wrap.js';
import { widthOf } from '../text/width.js';
import { write, type Stream } from './terminal.js';

/**
 * Says on stderr what is wrong and what to do about it: on a terminal within its width, elsewhere
 * in one line each, to be searched. Names and arguments in it may hold anything: no character of
 * theirs steers the terminal, or is not seen. When nobody hears it, that is no error.
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

/** As {@link complain}, of an error. */
export async function complainOf(stderr: Stream, error: LabError): Promise<void> {
  const { message, hint } = error.spelledIn('flags');
  await complain(stderr, message, hint);
}

/** What begins a line with blanks goes on with them. */
function wrapped(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  if (widthOf(line) <= width) return [line];
  return wrap(line.trim().split(' '), {
    width,
    first: indent,
    hanging: indent === '' ? '  ' : indent,
  });
}
