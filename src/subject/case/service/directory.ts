/** The directory that a program starts in. */
import { statSync } from 'node:fs';

import type { CaseDefect } from '../../../errors.js';
import type { Case, Program } from '../../../model.js';
import { propertyDefect } from '../defects.js';

/**
 * Looks before a program starts: the system's own error names the shell instead of the directory.
 * @param property the program, such as `service` or `workers.anna`
 * @throws {CaseDefect} when its `cwd` is not a directory
 */
export function requireDirectory(the: Case, property: string, { cwd }: Program): void {
  const problem = cwd === null ? null : problemOf(the, property, cwd);
  if (problem !== null) throw problem;
}

function problemOf(the: Case, property: string, cwd: string): CaseDefect | null {
  let cause: unknown;
  try {
    if (statSync(cwd).isDirectory()) return null;
  } catch (error) {
    cause = error;
  }
  return propertyDefect(
    the,
    `${property.replace(/^worker \d+$/, 'worker')}.cwd is not a directory: ${cwd}`,
    'It must be the path of a directory, relative to the file of the case.',
    cause,
  );
}
