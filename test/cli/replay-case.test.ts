/** `race-lab replay` on a case. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { one } from '../files/directory.js';
import { readJunit } from '../support/junit/read.js';
import { serverUrl } from '../support/server.js';
import { caseProject, PAIR, racy, safe, WRONG } from './case-project.js';
import { cellsOf } from './formats.js';
import { callIn, type CallResult } from './harness.js';

const replay = (cwd: string, ...args: readonly string[]): Promise<CallResult> =>
  callIn(cwd, ['replay', ...args], { RACE_LAB_URL: serverUrl() });

const project = () =>
  caseProject({
    'racy.race.ts': racy('racy'),
    'safe.race.ts': safe('safe'),
    'pair.race.ts': PAIR,
    'wrong.race.ts': WRONG,
    'mine.ts': one('mine'),
  });

test.each<[number, readonly string[]]>([
  [0, ['racy.race.ts', '--schedule', 'ABA', '--expect', 'broken', '--expect', 'racy:broken']],
  [0, ['racy.race.ts', '--schedule', 'aab', '--expect', 'held']],
  [0, ['pair.race.ts#right', '--schedule', 'BA', '--expect', 'held']],
])('exits with %i: %j', async (code, args) => {
  const ended = await replay(project(), ...args);
  expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
});

test('draws the schedule in 80 columns', async () => {
  // On an embedded server, so that no long address is in the command.
  const { stdout } = await callIn(project(), ['replay', 'racy.race.ts', '--schedule', 'ABA']);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout).toMatch(/^racy: schedule ABA, 2 workers \(A anna, B ben\)\n/);
  expect(stdout).toContain('racy broken: invariant "stock is never below zero"');
});

test('--follow goes on freely from the first letter that cannot be followed', async () => {
  const long = ['safe.race.ts', '--schedule', 'AAAB'];
  const { code, stdout, stderr } = await replay(project(), ...long);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('race-lab: --schedule');
  const followed = await replay(project(), ...long, '--follow', '--json', '--expect', 'held');
  expect(followed).toMatchObject({ code: 0, stderr: '' });
  const departed =
    /^The schedule was followed up to step 1: step 2 releases A, but .+\. From there,/;
  expect(JSON.parse(followed.stdout)).toMatchObject({
    replay: { schedule: 'AB' },
    remarks: [expect.stringMatching(departed)],
  });
  const longer = await replay(project(), 'safe.race.ts', '--schedule', 'ABB', '--follow');
  expect(longer.stdout).toContain('All workers were done after step 2, before the schedule ended.');
});

test.each([
  [
    'two runs of a serial order differ',
    `let times = 0; export const chance = defineCase({ ...shop, name: 'chance',
      worker: async (pool) => { times += 1; await pool.query('insert into note values ($1)', [times === 4 ? 2 : 1]); if (times === 4) await pool.query('insert into note values (3)'); } });`,
    'Two runs of',
  ],
  [
    'statements come after a worker has ended',
    `export const chance = defineCase({ ...shop, name: 'chance',
      worker: (pool) => { void (async () => { await pool.query('insert into note values (1)'); await pool.query('insert into note values (2)'); })(); } });`,
    'is an await missing?',
  ],
])('does not hold when %s', async (_when, code, reason) => {
  const module = `import { defineCase } from 'race-lab'; import pg from 'pg';
    const shop = { schema: 'create table note (n int)', times: 2,
      open: ({ url }) => new pg.Pool({ connectionString: url }), close: (pool) => pool.end() };
    ${code}`;
  const args = ['chance.race.js', '--schedule', 'AB', '--follow', '--json'];
  const { stdout } = await replay(caseProject({ 'chance.race.js': module }), ...args);
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining(reason),
  });
});

test('writes files of every format', async () => {
  const cwd = project();
  const outputs = ['r.json', 'r.csv', 'r.md', 'r.xml'].flatMap((name) => ['-o', name]);
  const args = ['racy.race.ts', '--schedule', 'ABA', '--expect', 'held', ...outputs];
  expect((await replay(cwd, ...args)).code).toBe(1);
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  expect(JSON.parse(read('r.json'))).toMatchObject({ verdict: 'broken' });
  expect(cellsOf(read('r.csv'))[0]).toMatchObject({ step: '1', worker: 'A' });
  expect(read('r.md')).toMatch(/^### race-lab replay: racy/);
  expect(readJunit(read('r.xml'))).toMatchObject([{ counts: [1, 1, 0, 0] }]);
});

describe('what cannot be replayed', () => {
  test.each<[number, readonly string[], string, string]>([
    [2, ['pair.race.ts', '--schedule', 'AB'], 'has 2 cases: left, right', './pair.race.ts#left.'],
    [2, ['racy.race.ts'], '--schedule is missing', 'A to B'],
    [2, ['racy.race.ts', '--schedule', 'ABC'], 'case racy has 2 workers, A to B', 'Write the'],
    [2, ['racy.race.ts', '--schedule', 'AB'], '--schedule ends after 2 steps', 'A is ready'],
    [2, ['racy.race.ts', '--schedule', 'AAAB'], 'releases A, but', 'changed, give --follow.'],
    [2, ['racy.race.ts', '--schedule', 'ABAA'], 'too long', 'Write ABA, or give --follow.'],
    [2, ['mine.ts', '--schedule', 'AB'], './mine.ts exports no case', '--strategy ./mine.ts'],
    [2, ['-s', './racy.race.ts', '--schedule', 'A'], 'exports no strategy', './racy.race.ts'],
    [2, ['racy.race.ts', '--schedule', 'A', '-n', '2'], '--operations: a case', 'Leave'],
    [2, ['racy.race.ts', '--schedule', 'A', '--expect', 'schedules=1'], 'rule of explore', 'held'],
    [4, ['wrong.race.ts', '--schedule', 'AB'], 'case wrong (./wrong.race.ts): schema', 'Correct'],
  ])('exits with %i: %j', async (code, args, problem, remedy) => {
    const ended = await replay(project(), ...args);
    expect({ code: ended.code, stdout: ended.stdout }).toStrictEqual({ code, stdout: '' });
    const [complaint, hint, ...others] = ended.stderr.split('\n');
    expect(complaint).toContain(problem);
    expect(hint).toContain(remedy);
    expect(others).toEqual(['']);
  });
});
