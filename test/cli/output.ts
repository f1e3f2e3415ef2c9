/** Command lines whose output is read. */
import { expect } from 'vitest';

import { serverUrl } from '../support/server.js';
import { inShell } from './shell.js';

export const url = ['--url', serverUrl()];
export const small = ['run', ...url, '--workers', '5', '--operations', '4'];

/** Longer than the buffer of a pipe. */
export const long = ['explain', 'naive,for-update,optimistic', ...url];

/**
 * Pipes a command into a reader that ends early.
 * @param reader `true` exits before the first word, `head -1` after the first line
 */
export async function expectNoTrouble(command: readonly string[], reader: string): Promise<void> {
  const line = `{ "$@"; echo "exit $?" >&2; } | ${reader}`;
  expect((await inShell(line, command)).stderr).toBe('exit 0\n');
}
