/** Commands with a limit of too few open files. */
import { expect } from 'vitest';

import { inShell } from '../cli/shell.js';

export async function expectTooFew(limit: number, args: readonly string[]): Promise<void> {
  expect(await inShell(`ulimit -n ${limit}; "$@"`, args)).toEqual({
    code: 4,
    stdout: '',
    stderr: `race-lab: this needs 320 open files, and the limit is ${limit}\n  Raise it, as with ulimit -n 320.\n`,
  });
}
