/** `--isolation`: the levels as rows, and the command that runs a broken schedule again at its level. */
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { serverUrl } from '../support/server.js';
import { callIn } from './harness.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = './test/cases/18-on-call-default-level.race.ts';
const lab = async (...args: readonly string[]) => callIn(ROOT, [...args, '--url', serverUrl()]);

test('a command runs a broken schedule again at its level, and the levels are rows', async () => {
  const flags = ['--isolation', 'repeatable-read,serializable', '--max-switches', '2'];
  const explored = await lab('explore', FILE, ...flags, '--expect', 'held');
  expect(explored.code).toBe(1);
  const [command = '', letters = ''] =
    /race-lab replay \S+ --schedule (\w+) --isolation repeatable-read/.exec(explored.stdout) ?? [];
  expect(command).not.toBe('');
  expect(explored.stdout).toMatch(/on-call\S* +REPEATABLE READ +broken/);
  expect(explored.stdout).toMatch(/on-call\S* +SERIALIZABLE +held/);
  const replays = ['repeatable-read', 'serializable'].map((level) =>
    lab('replay', FILE, '--schedule', letters, '--follow', '--isolation', level, '--json'),
  );
  const reports = (await Promise.all(replays)).map(({ stdout }) => JSON.parse(stdout));
  expect(reports.map(({ plan, verdict }) => [plan.isolation, verdict])).toEqual([
    ['repeatable read', 'broken'],
    ['serializable', 'held'],
  ]);
});

test.each([
  [['explore', '-s', 'naive', '--isolation', 'all'], '--isolation is for cases of your own code'],
  [
    ['replay', '-s', 'naive', '--schedule', 'AB', '--isolation', 'serializable'],
    '--isolation is for cases of your own code',
  ],
  [['explore', FILE, '--isolation', 'snapshot'], '--isolation: "snapshot" is not a known level'],
  [
    ['replay', FILE, '--schedule', 'AB', '--isolation', 'all'],
    '--isolation names several levels, and a replay runs at one',
  ],
])('%j is refused', async (args, message) => {
  const refused = await callIn(ROOT, args);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(message);
});
