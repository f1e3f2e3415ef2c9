import { getSystemErrorMap } from 'node:util';

import type { Patience } from '../database/patience.js';
import { EnvironmentError } from '../errors.js';
import type { Leftovers } from '../leftovers.js';
import type { Style } from '../report/formats/format.js';
import type { WatchOver } from '../watch-over.js';

/** What is written to, and may be a terminal. */
export interface Stream {
  write(text: string, done?: (error?: Error | null) => void): boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The surroundings of the program, injected so that whole commands run inside a test. */
export interface Surroundings {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted with an {@link Interruption} when the user or the system wants us to end. */
  readonly signal: AbortSignal;
  /** Watches over code that comes from files, while it runs; left out: nobody does. */
  readonly watchOver?: WatchOver;
  /** Receives what would stay behind if the process ended at once; left out: nobody could tell of it. */
  readonly leftovers?: Leftovers;
  /** How long a server is waited for; left out: as long as is usual. */
  readonly patience?: Patience;
  /** Milliseconds until a module of own code has to be loaded; left out: as many as is usual. */
  readonly loadingLimitMs?: number;
}

/** Why the program was told to end. */
export class Interruption extends Error {
  override readonly name = 'Interrupted';
  readonly signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP';

  constructor(signalName: Interruption['signalName']) {
    super(`interrupted by ${signalName}`);
    this.signalName = signalName;
  }
}

/** An error that reached nobody, as its cause. */
export class StrayRejection extends Error {
  override readonly name = 'Strayed';

  constructor(cause: unknown) {
    super('an error reached nobody', { cause });
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

/** `--no-color`, then `FORCE_COLOR` (force-color.org), then `NO_COLOR` (no-color.org), then whether it is a terminal. */
function wantsColor(stream: Stream, env: Surroundings['env'], flag: boolean | undefined): boolean {
  if (flag === false) return false;
  const force = env['FORCE_COLOR'];
  if (force) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * Writes text and waits until it is on its way. A reader that has gone away is not an error.
 * @throws {EnvironmentError} when the stream takes no more, as a file on a full disk does
 */
export async function write(stream: Stream, text: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  } catch (cause) {
    if (isReaderGone(cause)) return;
    throw new EnvironmentError(`the output cannot be written: ${reasonOf(cause)}`, {
      code: 'OUTPUT_NOT_WRITTEN',
      hint: 'Send it to a place that has room and that you may write to.',
      cause,
    });
  }
}

/** As for `| head -1`: the pipe is broken, or was found so by an earlier write. */
function isReaderGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

/** What the operating system says, without call and path: `no such file or directory`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const errno = 'errno' in error ? Number(error.errno) : Number.NaN;
  return getSystemErrorMap().get(errno)?.[1] ?? error.message;
}
