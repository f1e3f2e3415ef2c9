/** A problem of the environment is reported as such, not as a defect. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { inShell } from '../cli/shell.js';
import { directoryWith, one } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';

describe('in a directory that was removed', () => {
  /** Removes the current directory before it starts the program. */
  const REMOVED = `cd ${JSON.stringify(mkdtempSync(join(tmpdir(), 'gone-')))} && rmdir "$PWD" && "$@"`;

  test.each([
    ['run -s ./mine.ts'],
    ['explore --scenario mine.ts'],
    ['check config.ts'],
    ['new mine.ts'],
  ])('%s says so', async (line) => {
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

test('an unhandled error that cannot be read is reported', async () => {
  const code = `
    import { defineStrategy, refused } from 'race-lab';
    const fails = () => { throw new Error('not readable'); };
    const attempt = async () => {
      Promise.reject(new Proxy({}, { getPrototypeOf: fails, get: fails }));
      await new Promise((resolve) => setImmediate(resolve));
      return refused;
    };
    export default defineStrategy({ name: 'mine', attempt });`;
  const cwd = directoryWith({ 'mine.ts': code, 'bad.ts': `throw Object.create(null);` });
  const args = ['run', '-s', './mine.ts', '-w', '2', '--url', serverUrl()];
  const strayed = await raceLab(args, { cwd });
  expect(strayed.code).toBe(4);
  expect(strayed.stderr).toContain(
    'race-lab: an error that no code handled: something that cannot be read: an error: not readable at ./mine.ts:3\n',
  );
  const loaded = await raceLab(['run', '-s', './bad.ts'], { cwd });
  expect(loaded.code).toBe(2);
  expect(loaded.stderr).toContain('--strategy: ./bad.ts throws while it is loaded: {}\n');
});
