/** Starts a program, or says why that is not possible. */
import { statSync } from 'node:fs';

import type { CaseDefect } from '../../../errors.js';
import type { Case, Program } from '../../../model.js';
import { count } from '../../../text/numbers.js';
import { propertyDefect, shownWords } from '../defects.js';
import { RunningProgram, type Values } from './running-program.js';

/**
 * Starts a program. Its directory is looked at before: the system's own error names the shell instead.
 * @param property the program, such as `service` or `workers.anna`
 * @throws {CaseDefect} when its `cwd` is not a directory, or when the system takes no such command
 */
export function startProgram(
  the: Case,
  property: string,
  program: Program,
  values: Values,
): RunningProgram {
  const { cwd } = program;
  const problem = cwd === null ? null : problemOf(the, property, cwd);
  if (problem !== null) throw problem;
  try {
    return new RunningProgram(program, values);
  } catch (error) {
    const { command, env } = program;
    const own = count(bytesIn([...command, ...Object.entries(env).flat()]));
    throw propertyDefect(
      the,
      `${nameOf(property)} cannot be started: ${messageOf(error)}`,
      `Its command and its env have ${own} bytes, and the system adds all other variables: hand it long texts in a file.`,
      error,
    );
  }
}

const bytesIn = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const messageOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === 'E2BIG'
    ? 'its command and its environment are too large (E2BIG)'
    : shownWords(error);

const nameOf = (property: string): string => property.replace(/^worker \d+$/, 'worker');

function problemOf(the: Case, property: string, cwd: string): CaseDefect | null {
  let cause: unknown;
  try {
    if (statSync(cwd).isDirectory()) return null;
  } catch (error) {
    cause = error;
  }
  return propertyDefect(
    the,
    `${nameOf(property)}.cwd is not a directory: ${cwd}`,
    'It must be the path of a directory, relative to the file of the case.',
    cause,
  );
}
