import type { Writable } from 'node:stream';

import type { Style } from '../report/reporter.js';

/** A stream that may be a terminal. */
export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The surroundings of the program, injected so that whole commands run inside a test. */
export interface Surroundings {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted with an {@link Interrupted} when the user or the system wants us to end. */
  readonly signal: AbortSignal;
}

/** Why the program was told to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP';

  constructor(signalName: Interrupted['signalName']) {
    super(`interrupted by ${signalName}`);
    this.signalName = signalName;
  }
}

const WIDTH_WITHOUT_TERMINAL = 80;

/** How wide and how colourful text for this stream may be. */
export function styleFor(
  stream: Stream,
  env: Surroundings['env'],
  colorFlag: boolean | undefined,
): Style {
  const columns = stream.isTTY ? stream.columns : Number(env['COLUMNS']);
  return {
    width: columns !== undefined && columns > 0 ? columns : WIDTH_WITHOUT_TERMINAL,
    color: wantsColor(stream, env, colorFlag),
  };
}

/** `--no-color`, then `FORCE_COLOR`, then `NO_COLOR` (no-color.org), then whether it is a terminal. */
function wantsColor(stream: Stream, env: Surroundings['env'], flag: boolean | undefined): boolean {
  if (flag === false) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Writes text and waits until it is on its way. A reader that has gone away is not an error. */
export function write(stream: Stream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
