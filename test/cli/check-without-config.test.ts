/** `race-lab check` where there is no config: every case below, each expected to hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readJunit } from '../support/junit/read.js';
import { serverUrl } from '../support/server.js';
import { caseProject, PAIR, racy, safe, WRONG } from './case-project.js';
import { callIn, type CallResult } from './harness.js';

const check = (cwd: string, args: readonly string[] = []): Promise<CallResult> =>
  callIn(cwd, ['check', ...args], { RACE_LAB_URL: serverUrl() });

test('explores every case below, each expected to hold', async () => {
  const cwd = caseProject({
    'safe.race.ts': safe('safe'),
    'src/deep/racy.race.mts': racy('racy'),
    'src/pair.race.js': PAIR,
    'dist/old.race.js': 'throw new Error()',
  });
  const { code, stdout, stderr } = await check(cwd, ['--time-limit', '1m', '-o', 'r.xml']);
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
  for (const line of stdout.split('\n').slice(0, 5)) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout.split('\n').slice(0, 5)).toStrictEqual([
    expect.stringMatching(/^ok {10}safe +[\d.]+ m?s$/),
    expect.stringMatching(/^NOT MET {5}racy +[\d.]+ m?s$/),
    '              held NOT MET (racy: broken)',
    expect.stringMatching(/^ok {10}left +[\d.]+ m?s$/),
    expect.stringMatching(/^ok {10}right +[\d.]+ m?s$/),
  ]);
  expect(stdout).toMatch(
    /^race-lab explore \.\/src\/deep\/racy\.race\.mts --time-limit 1m --url .* --expect held$/m,
  );
  expect(stdout).toMatch(/\n4 cases in [\d.]+ m?s: 3 ok, 1 NOT MET\n$/);
  const suites = readJunit(readFileSync(join(cwd, 'r.xml'), 'utf8'));
  expect(suites.map(({ name, counts }) => [name, counts])).toStrictEqual([
    ['safe', [1, 0, 0, 0]],
    ['racy', [1, 1, 0, 0]],
    ['left', [1, 0, 0, 0]],
    ['right', [1, 0, 0, 0]],
  ]);
  expect(suites[0]?.properties).toMatchObject({ timeLimit: '1m' });
});

test('a time limit that was too short is not judged, and says what was covered', async () => {
  const cwd = caseProject({ 'safe.race.ts': safe('safe') });
  const { code, stdout } = await check(cwd, ['--time-limit', '1ms', '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    file: null,
    experiments: [
      {
        name: 'safe',
        met: null,
        report: {
          plan: { timeLimitMs: 1, cases: [{ reference: './safe.race.ts' }] },
          results: [{ verdict: 'inconclusive', complete: false, coverage: { kind: 'time' } }],
        },
      },
    ],
  });
});

test('--only picks cases, and a file can be named', async () => {
  const files = { 'safe.race.ts': safe('safe'), 'pair.race.ts': PAIR };
  const only = await check(caseProject(files), ['--only', 'RIGHT']);
  expect(only).toMatchObject({ code: 0, stderr: '' });
  expect(only.stdout).toMatch(/^ok {10}right [^]*\n1 case in [\d.]+ m?s: 1 ok\n$/);
  const named = await check(caseProject(files), ['pair.race.ts#left']);
  expect(named.stdout).toMatch(/^ok {10}left [^]*\n1 case in /);
  const { code, stderr } = await check(caseProject(files), ['--only', 'middle']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'race-lab: --only: no case has "middle" in its name\n  Known: "left", "right", "safe".\n',
  );
});

test('a file that cannot be loaded does not stop the others, and makes it wrong usage', async () => {
  const cwd = caseProject({ 'bad.race.ts': 'throw new Error("no")', 'safe.race.ts': safe('safe') });
  const { code, stdout, stderr } = await check(cwd);
  expect(code).toBe(2);
  expect(stdout).toMatch(/^ok {10}safe /);
  expect(stderr).toMatch(/^race-lab: case: \.\/bad\.race\.ts throws while it is loaded/);
});

test('a case that cannot be explored is an error, and does not stop the others', async () => {
  const cwd = caseProject({ 'safe.race.ts': safe('safe'), 'wrong.race.ts': WRONG });
  const { code, stdout, stderr } = await check(cwd);
  expect(code).toBe(4);
  expect(stdout).toMatch(/^ok {10}safe .*\nERROR {7}wrong /);
  expect(stderr).toContain('1 of 2 cases could not be carried out to the end: "wrong"');
});

test('a config comes first', async () => {
  const cwd = caseProject({
    'race-lab.config.mjs': `export default { experiments: {
      one: { explore: { cases: './pair.race.ts', timeLimit: '1ms', expect: 'schedules<1' } },
    } };`,
    'pair.race.ts': PAIR,
    'racy.race.ts': racy('racy'),
  });
  expect(await check(cwd)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^ok {10}one [^]*\n1 experiment in /) as unknown,
  });
  // The flag overrides the config.
  expect(await check(cwd, ['--time-limit', '1m'])).toMatchObject({ code: 1 });
});

test('where there is neither, says what was looked for', async () => {
  const cwd = caseProject({ 'checkout.ts': '' });
  const { code, stdout, stderr } = await check(cwd);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('race-lab.config.json');
  expect(stderr).toContain('*.race.ts, *.race.mts, *.race.js, *.race.mjs');
  expect(stderr).toContain('race-lab new checkout.race.ts');
});
