/** A problem of the environment is reported as such, not as a defect. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { inShell } from '../cli/shell.js';
import { directoryWith, one } from '../files/directory.js';
import { serverUrl } from '../support/server.js';

describe('in a directory that was removed', () => {
  /** Removes the current directory before it starts the program. */
  const REMOVED = `cd ${JSON.stringify(mkdtempSync(join(tmpdir(), 'gone-')))} && rmdir "$PWD" && "$@"`;

  test.each([['run -s ./mine.ts'], ['new mine.ts']])('%s says so', async (line) => {
    const gone = mkdtempSync(join(tmpdir(), 'gone-'));
    const script = `cd ${JSON.stringify(gone)} && rmdir ${JSON.stringify(gone)} && "$@"`;
    expect(await inShell(script, line.split(' '))).toEqual({
      code: 4,
      stdout: '',
      stderr:
        'race-lab: the current directory no longer exists\n' +
        '  Change to a directory that exists, for example with cd.\n',
    });
  });

  test('commands that need no directory work, and so does a file with an absolute path', async () => {
    const file = join(directoryWith({ 'mine.ts': one('mine') }), 'mine.ts');
    const args = ['run', '-s', file, '-w', '2', '-n', '1', '--url', serverUrl()];
    expect(await inShell(REMOVED, args)).toMatchObject({ code: 0, stderr: '' });
  });
});
