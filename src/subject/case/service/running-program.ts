import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';

import type { Program } from '../../../model.js';
import { setTimeout } from '../../../own-timers.js';
import { KEEPER_SCRIPT } from './keeper.js';
import { KeptText } from './kept-text.js';

/** How a program ended: the status that a shell gives it. 128 and more stands for a signal. */
export type ExitStatus = number;

/** How long a program may take to end after SIGTERM, in tenths of a second. */
const PATIENCE_TENTHS = 20;
/** What is kept of what a program prints, in characters. */
const KEPT = 64_000;
/** How long to read what a program printed last, in milliseconds. */
const LAST_OUTPUT_MS = 500;
/** How many of the last lines a message shows. */
const SHOWN_LINES = 12;

/** A program that runs. Neither it nor a child of it outlives race-lab. */
export class RunningProgram {
  /** Settles when it and its children are gone. */
  readonly ended: Promise<ExitStatus>;
  readonly #keeper: ChildProcess;
  /** The last of what it printed, as it printed it. */
  #kept = '';
  #printedCount = 0;
  readonly #stdout = new KeptText();
  #status: ExitStatus | null = null;

  /**
   * Starts it.
   * @param values what the names in braces stand for
   * @throws {Error} when the system takes no such command, such as E2BIG
   */
  constructor(program: Program, values: Values) {
    this.#keeper = startKeeper(program, values);
    const { stdout, stderr } = this.#keeper;
    stdout?.setEncoding('utf8').on('data', (chunk) => {
      this.#stdout.add(String(chunk));
      this.#print(chunk);
    });
    stderr?.setEncoding('utf8').on('data', (chunk) => this.#print(chunk));
    this.#lifeline()?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      const end = (status: ExitStatus) => {
        this.#status ??= status;
        resolve(this.#status);
      };
      this.#keeper.once('error', (error) => {
        this.#print(error.message);
        end(NOT_FOUND);
      });
      this.#keeper.once('exit', () =>
        // Where children cannot be found, one may keep the pipes open.
        setTimeout(() => [stdout, stderr].map((pipe) => pipe?.destroy()), LAST_OUTPUT_MS).unref(),
      );
      this.#keeper.once('close', (code, signal) => end(code ?? (signal === null ? 0 : KILLED)));
    });
  }

  /** Null: it runs. */
  get status(): ExitStatus | null {
    return this.#status;
  }

  /** Its standard output so far: of a very long one, the beginning and the end. */
  get stdout(): string {
    return this.#stdout.text;
  }

  /** How many characters it has printed so far, to both outputs. */
  get printedCount(): number {
    return this.#printedCount;
  }

  /** The last of what it printed, to both outputs. */
  get printed(): string {
    return stripVTControlCharacters(this.#kept);
  }

  /** What it printed after the first characters, as far as it is kept. @param count how many these are */
  printedAfter(count: number): string {
    const length = this.#printedCount - count;
    return length <= 0 ? '' : stripVTControlCharacters(this.#kept.slice(-length));
  }

  /** The last lines that it printed, for a message. */
  get lastLines(): readonly string[] {
    const lines = this.printed.split(/\r?\n/).map((line) => line.trimEnd());
    return lines.filter((line) => line !== '').slice(-SHOWN_LINES);
  }

  /** Ends it, with its children. */
  async stop(): Promise<void> {
    this.#lifeline()?.destroy();
    await this.ended;
  }

  #print(chunk: unknown): void {
    const text = String(chunk);
    this.#printedCount += text.length;
    this.#kept = `${this.#kept}${text}`.slice(-KEPT);
  }

  #lifeline() {
    const lifeline = this.#keeper.stdio[3];
    return lifeline !== undefined && lifeline !== null && 'destroy' in lifeline ? lifeline : null;
  }
}

/** What the names in braces stand for: `port`, and the variables of the lane. */
export type Values = Readonly<Record<string, string>>;

/** Starts the keeper of a program, which starts the program. */
function startKeeper({ command, env, cwd }: Program, values: Values): ChildProcess {
  const filled = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const own = Object.entries(env).map(([name, text]) => [name, filled(text)]);
  const { port, ...variables } = values;
  const mark = randomBytes(9).toString('hex');
  const given = [mark, `${PATIENCE_TENTHS}`, ...command.map(filled)];
  return spawn('/bin/sh', ['-c', KEEPER_SCRIPT, 'race-lab-program', ...given], {
    cwd: cwd ?? process.cwd(),
    env: {
      ...process.env,
      ...variables,
      ...(port === undefined ? {} : { PORT: port }),
      ...Object.fromEntries(own),
    },
    // A process group of its own, so that a Ctrl-C at the terminal reaches only race-lab.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
}

const NOT_FOUND: ExitStatus = 127;
const NOT_EXECUTABLE: ExitStatus = 126;
const KILLED: ExitStatus = 137;
const SIGNAL: ExitStatus = 128;

/** Whether the shell could not even start the program. */
export const isUnstartable = (status: ExitStatus): boolean =>
  status === NOT_FOUND || status === NOT_EXECUTABLE;

/** `has ended with exit code 3`, for a message. */
export function statusText(status: ExitStatus, [name]: Program['command']): string {
  // Where a directory of PATH cannot be read, a program that is in none of them is said to be forbidden.
  const isUnknown = status === NOT_FOUND || (status === NOT_EXECUTABLE && !name.includes('/'));
  if (isUnknown) return `cannot be started: there is no program ${name}`;
  if (status === NOT_EXECUTABLE) return `cannot be started: ${name} cannot be executed`;
  if (status > SIGNAL) return `was ended by signal ${status - SIGNAL}`;
  return `has ended with exit code ${status}`;
}
