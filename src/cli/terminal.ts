import { getSystemErrorMap } from 'node:util';

import type { Patience } from '../database/patience.js';
import { EnvironmentError } from '../errors.js';
import type { Leftovers } from '../leftovers.js';
import type { Style } from '../report/formats/format.js';
import type { WatchOver } from '../watch-over.js';

/** An output stream that may be a terminal. */
export interface Stream {
  write(text: string, done?: (error?: Error | null) => void): boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Where keys come from: a terminal, a pipe, or a file. */
export interface Input {
  readonly isTTY?: boolean;
  /** Of a terminal: whether each key arrives at once, without Enter. */
  setRawMode?(isRaw: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data', listener: (text: string) => void): unknown;
  on(event: 'end' | 'error', listener: () => void): unknown;
  off(event: 'data', listener: (text: string) => void): unknown;
  off(event: 'end' | 'error', listener: () => void): unknown;
  pause(): unknown;
}

/** The surroundings of the program, injected so that whole commands run inside a test. */
export interface Surroundings {
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Opens the standard input, which only some commands need; left out: it is empty. */
  readonly stdin?: () => Input;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted with an {@link InterruptedError} when the user or the system interrupts the program. */
  readonly signal: AbortSignal;
  /** Watches code that comes from files while it runs; left out: that code is not watched. */
  readonly watchOver?: WatchOver;
  /**
   * Records what an immediate end of the process would leave behind; left out: it is not reported.
   */
  readonly leftovers?: Leftovers;
  /** How long to wait for a server; left out: the defaults. */
  readonly patience?: Patience;
  /** How long a module of own code may take to load, in milliseconds; left out: the default. */
  readonly loadingLimitMs?: number;
}

/** The signal that ended the program. */
export class InterruptedError extends Error {
  override readonly name = 'Interrupted';
  readonly signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP';

  constructor(signalName: InterruptedError['signalName']) {
    super(`interrupted by ${signalName}`);
    this.signalName = signalName;
  }
}

/** Wraps an error that no code handled, as its cause. */
export class StrayRejection extends Error {
  override readonly name = 'Strayed';

  constructor(cause: unknown) {
    super('an error was not handled', { cause });
  }
}

const WIDTH_WITHOUT_TERMINAL = 80;

/** Width and colour of text for this stream. */
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

/**
 * `--no-color`, then `FORCE_COLOR` (force-color.org), then `NO_COLOR` (no-color.org), then whether
 * it is a terminal.
 */
function wantsColor(stream: Stream, env: Surroundings['env'], flag: boolean | undefined): boolean {
  if (flag === false) return false;
  const force = env['FORCE_COLOR'];
  if (force) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * Writes text and waits until the stream has taken it. A closed pipe is not an error.
 * @throws {EnvironmentError} when the stream cannot be written, such as a file on a full disk
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
      hint: 'Write to a place with free space that you may write to.',
      cause,
    });
  }
}

/** Such as after `| head -1`: the pipe is closed, or an earlier write found it closed. */
function isReaderGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

/** The operating system's message without call and path: `no such file or directory`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const errno = 'errno' in error ? Number(error.errno) : Number.NaN;
  return getSystemErrorMap().get(errno)?.[1] ?? error.message;
}
