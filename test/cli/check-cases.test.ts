/** `race-lab check` of a config with cases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readJunit } from '../support/junit/read.js';
import { serverUrl } from '../support/server.js';
import { caseProject, PAIR, racy, safe, visiting, WRONG } from './case-project.js';
import { callIn, type CallResult } from './harness.js';

const configOf = (...experiments: readonly string[]) =>
  `import { defineCase, defineConfig } from 'race-lab';
   import postgres from 'postgres';
   const object = ${visiting('object')};
   export default defineConfig({ experiments: { ${experiments.join(',\n')} } });`;

const project = (...experiments: readonly string[]) =>
  caseProject({
    'ci/lab.config.ts': configOf(...experiments),
    'ci/racy.race.ts': racy('racy'),
    'ci/safe.race.ts': safe('safe'),
    'ci/pair.race.ts': PAIR,
    'ci/wrong.race.ts': WRONG,
  });

const check = (cwd: string, args: readonly string[] = [], env = {}): Promise<CallResult> =>
  callIn(cwd, ['check', 'ci/lab.config.ts', ...args], { RACE_LAB_URL: serverUrl(), ...env });

const HELD = `'nobody buys twice': { explore: { cases: ['./safe.race.ts', './pair.race.ts#left'] } }`;
const UNMET = `'a race': { explore: { cases: './racy.race.ts', maxSchedules: 50 } }`;
const MET = `'a known race': { explore: { cases: 'racy.race.ts', expect: ['broken', 'failures=0'] } }`;
const OBJECT = `own: { explore: { cases: object, expect: 'broken' } }`;

test('expects cases to hold, and writes files of every format', async () => {
  const cwd = project(HELD, UNMET, MET, OBJECT);
  const outputs = ['r.xml', 'r.json', 'r.md', 'r.csv'];
  const args = ['check', 'ci/lab.config.ts', ...outputs.flatMap((name) => ['-o', name])];
  // On an embedded server, so that no long address is in a command.
  const { code, stdout, stderr } = await callIn(cwd, args);
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout.split('\n').slice(0, 6)).toStrictEqual([
    expect.stringMatching(/^ok {10}nobody buys twice +[\d.]+ m?s$/),
    expect.stringMatching(/^NOT MET {5}a race +[\d.]+ m?s$/),
    '              held NOT MET (racy: broken)',
    expect.stringMatching(/^ok {10}a known race +[\d.]+ m?s$/),
    expect.stringMatching(/^NOT MET {5}own +[\d.]+ m?s$/),
    '              broken NOT MET (object: held)',
  ]);
  expect(stdout).toMatch(
    /^race-lab explore \.\/ci\/racy\.race\.ts --max-schedules 50 --expect held$/m,
  );
  expect(stdout).toMatch(/^ {4}race-lab replay \.\/ci\/racy\.race\.ts --schedule A/m);
  expect(stdout).toContain('\nrace-lab check ci/lab.config.ts --only own\n');

  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  const suites = readJunit(read('r.xml'));
  expect(suites.map(({ name, counts }) => [name, counts])).toStrictEqual([
    ['nobody buys twice', [2, 0, 0, 0]],
    ['a race', [1, 1, 0, 0]],
    ['a known race', [2, 0, 0, 0]],
    ['own', [1, 1, 0, 0]],
  ]);
  expect(suites[1]?.cases[0]?.text).toMatch(/^► /m);
  expect(JSON.parse(read('r.json'))).toMatchObject({
    experiments: [
      { met: true, command: 'explore', report: { results: [{ case: 'safe' }, { case: 'left' }] } },
      { met: false, report: { results: [{ case: 'racy', verdict: 'broken' }] } },
      { met: true },
      { met: false },
    ],
  });
  expect(read('r.md')).toMatch(/^\| a race \| NOT MET \|/m);
  expect(read('r.csv')).toMatch(/^a race,explore,held,racy,false,broken,1,$/m);
});

test.each<[number, readonly string[], string]>([
  [3, [`few: { explore: { cases: './safe.race.ts', maxSchedules: 1 } }`], 'not judged '],
  [4, [`one: { explore: { cases: ['./wrong.race.ts', './pair.race.ts'] } }`], 'ERROR '],
])('exits with %i: %j', async (code, experiments, status) => {
  const ended = await check(project(...experiments));
  expect(ended.code).toBe(code);
  expect(ended.stdout.startsWith(status)).toBe(true);
});

test('an experiment that cannot be carried out says why, and does not stop the others', async () => {
  const wrong = `wrong: { explore: { cases: './wrong.race.ts' } }`;
  const { code, stdout, stderr } = await check(project(wrong, MET), ['--json']);
  expect(code).toBe(4);
  expect(stderr).toContain('1 of 2 experiments could not be carried out to the end: "wrong"');
  expect(JSON.parse(stdout)).toMatchObject({
    experiments: [
      {
        met: null,
        failure: { message: expect.stringContaining('schema fails') as unknown },
        expectations: [{ rule: 'held', case: 'wrong', met: null }],
      },
      { met: true },
    ],
  });
});

test('writes annotations on GitHub Actions', async () => {
  const { stderr } = await check(project(UNMET), [], { GITHUB_ACTIONS: 'true' });
  expect(stderr).toMatch(
    /^::error title=a race%3A racy%3A held::expected held, found broken%0A.*race-lab replay .*\n$/,
  );
});

test('a wrong experiment is wrong usage, before anything runs', async () => {
  const wrong = `wrong: { explore: { cases: './none.race.ts' } }`;
  const { code, stdout, stderr } = await check(project(MET, wrong));
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^race-lab: ci\/lab\.config\.ts: experiment "wrong": case: there is no file \S+none\.race\.ts\n {2}P/,
  );
});
