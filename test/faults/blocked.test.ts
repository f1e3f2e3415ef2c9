/** Pipes and devices in place of files, and calls that block the event loop. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test, vi } from 'vitest';

import { call, callIn } from '../cli/harness.js';
import { one, directoryWith } from '../files/directory.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';

const SMALL = ['-w', '2', '-n', '1'];

/** A directory with a pipe that has no writer. */
function withPipe(name: string): string {
  const directory = directoryWith({ 'mine.ts': one('mine') });
  execFileSync('mkfifo', [join(directory, name)]);
  return directory;
}

describe('a pipe in place of a file is refused by name, with exit code 2', () => {
  test.each([
    ['out.json', 'run -o out.json', '--output "out.json" cannot be written: it is a pipe'],
    ['pipe.ts', 'run -s ./pipe.ts', '--strategy: ./pipe.ts is a pipe'],
    ['pipe.mjs', 'run --scenario ./pipe.mjs', '--scenario: ./pipe.mjs is a pipe'],
    ['pipe.ts', 'explain ./pipe.ts', 'explain: ./pipe.ts is a pipe'],
    ['config.json', 'check config.json', 'config.json: it is a pipe'],
    ['config.ts', 'check config.ts', 'check: ./config.ts is a pipe'],
  ])('%s: %s', async (name, line, message) => {
    const { code, stdout, stderr } = await callIn(withPipe(name), line.split(' '));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`race-lab: ${message}\n`);
  });

  test.each([
    ['run -s ./device.ts', '--strategy: ./device.ts is a device'],
    ['check device.json', 'device.json: it is a device'],
    ['run -o device.json', '--output "device.json" cannot be written: it is a device'],
  ])('and a device: %s', async (line, message) => {
    const cwd = directoryWith({});
    for (const name of ['device.ts', 'device.json']) symlinkSync('/dev/zero', join(cwd, name));
    const { code, stderr } = await callIn(cwd, line.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(`race-lab: ${message}\n`);
  });

  test('but a report can be written to the null device', async () => {
    const cwd = directoryWith({});
    symlinkSync('/dev/null', join(cwd, 'out.json'));
    const args = ['run', ...SMALL, '--url', serverUrl(), '-o', 'out.json'];
    expect(await callIn(cwd, args)).toMatchObject({ code: 0, stderr: '' });
  });
});

test.each([
  ['RACE_LAB_CACHE', /no place for the embedded PostgreSQL: .*pipe is not a directory\n/],
  ['TMPDIR', /the temporary directory .*pipe is not a directory\n/],
])('a pipe as %s is named', async (name, message) => {
  const pipe = join(withPipe('pipe'), 'pipe');
  // Node.js reads TMPDIR by itself.
  vi.stubEnv(name, pipe);
  const { code, stdout, stderr } = await call(['run', ...SMALL], { [name]: pipe });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(message);
});

test('a pipe as the summary file of GitHub Actions causes only a remark', async () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(withPipe('pipe'), 'pipe') };
  const args = ['run', ...SMALL, '--url', serverUrl(), '--json'];
  const { code, stderr } = await call(args, env);
  expect(code).toBe(0);
  expect(stderr).toContain('GITHUB_STEP_SUMMARY could not be written: it is a pipe');
});

test('own code that blocks the event loop is named, with exit code 4', async () => {
  const code = `import { readFileSync } from 'node:fs'; readFileSync('pipe'); export default {};`;
  const cwd = directoryWith({ 'config.mjs': code });
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const ended = await raceLab(['check', 'config.mjs'], { cwd, isImpatient: true });
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).toContain(
    `race-lab: ./config.mjs does not return: it waits in a call that blocks everything else\n` +
      '  Look for execSync(), or for readFileSync() of a pipe or a device.\n',
  );
});
