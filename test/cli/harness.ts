import { Writable } from 'node:stream';

import { main } from '../../src/cli/main.js';
import type { Stream, Surroundings } from '../../src/cli/terminal.js';
import type { ExpectationResult, ServerInfo, StrategyResult } from '../../src/model.js';
import type { CommandResult } from '../support/command.js';

/** A server that refuses every connection: nothing listens on that port. */
export const REFUSED_URL = 'postgres://alice:hunter2@127.0.0.1:1/nowhere';

/** A command line that ended without a signal. */
export type CallResult = CommandResult & { readonly code: number };

/** Keeps what is written to it. Can claim to be a terminal. */
class Recorder extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 80;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A stream that keeps what is written to it. */
export const recorder = (isTTY = false): Stream & { readonly text: string } => new Recorder(isTTY);

type More = Partial<
  Pick<Surroundings, 'patience' | 'leftovers' | 'loadingLimitMs' | 'signal' | 'stdin'>
>;

/** Runs a command line inside this process, with streams and environment of its own. */
export async function call(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  isTTY = false,
  more: More = {},
): Promise<CallResult> {
  const [stdout, stderr] = [recorder(isTTY), recorder(isTTY)];
  const { signal } = new AbortController();
  const code = await main(args, { stdout, stderr, env, signal, ...more });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** The same in another directory. Not for concurrent tests, because it changes the working directory. */
export async function callIn(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  more: More = {},
): Promise<CallResult> {
  const before = process.cwd();
  process.chdir(directory);
  try {
    return await call(args, env, false, more);
  } finally {
    process.chdir(before);
  }
}

/** The documented fields of `--json`. */
export interface JsonReport {
  readonly schemaVersion: number;
  readonly plan: { readonly seed: number } & Readonly<Record<string, unknown>>;
  readonly server: ServerInfo;
  readonly results: readonly StrategyResult[];
  readonly expectations: readonly ExpectationResult[];
}

export function parsed(text: string): JsonReport {
  const report: JsonReport = JSON.parse(text);
  return report;
}
