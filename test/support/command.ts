import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const PROGRAM = pathOf('../../bin/race-lab.js');
const SHORT_STALL_LIMIT = pathOf('short-stall-limit.mjs');

export interface CommandResult {
  /** The exit code; null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<CommandResult>;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Whether a user's code that blocks the event loop is stopped earlier than by default. */
  readonly isImpatient?: boolean;
}

/** Starts the built program as a user would, with the environment of the tests except race-lab's variables. */
export function start(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  const env = { ...process.env, ...NEUTRAL, ...options.env };
  const program = options.isImpatient === true ? SHORT_STALL_LIMIT : PROGRAM;
  const child = spawn(process.execPath, [program, ...args], { env, cwd: options.cwd });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Runs the built program to its end. */
export function raceLab(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return start(args, options).ended;
}

/** Variables of the environment that would change the program's output. */
export const NEUTRAL = {
  RACE_LAB_URL: undefined,
  GITHUB_ACTIONS: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  COLUMNS: undefined,
};
