/** Workers that are programs. */
import type { Case, Program } from '../../../model.js';
import { propertyDefect } from '../defects.js';
import type { Variables } from '../environment.js';
import { isUnstartable, statusText, type RunningProgram } from './running-program.js';
import { withOutput } from './service.js';
import { startProgram } from './start-program.js';

/** A program of a worker ended with another status than 0. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
  /** The SQLSTATE with which the server ended what the program did last, as drivers name it. */
  code?: string;
  severity?: 'ERROR';
}

/** The programs that run for the workers of a lane. */
export class Programs {
  readonly #variables: Variables;
  readonly #running = new Set<RunningProgram>();

  /** @param variables those of the lane */
  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /**
   * Runs a program to its end.
   * @param property such as `workers.anna`
   * @returns what it printed to its standard output: parsed, when it is JSON
   * @throws {CaseDefect} when it cannot be started
   * @throws {Error} when its status is not 0, with the last line that it printed
   */
  async run(the: Case, property: string, program: Program): Promise<unknown> {
    const running = startProgram(the, property, program, this.#variables);
    this.#running.add(running);
    const status = await running.ended;
    this.#running.delete(running);
    if (status === 0) return resultIn(running.stdout);
    const how = statusText(status, program.command);
    if (isUnstartable(status)) {
      throw propertyDefect(the, `${property} ${how}`, withOutput(UNSTARTABLE, running));
    }
    const last = running.lastLines.at(-1);
    throw new ProgramFailed(`it ${how}${last === undefined ? '' : `: ${last}`}`);
  }

  /** Ends all that run. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((running) => running.stop()));
  }
}

const UNSTARTABLE = 'Its command is the path of a program, relative to its cwd, or a name in PATH.';

function resultIn(printed: string): unknown {
  const text = printed.trim();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
