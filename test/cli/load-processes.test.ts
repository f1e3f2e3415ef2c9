/** A load of a case whose workers are spread over processes. */
import { expect, test } from 'vitest';

import { expectNothingLeft } from '../faults/bad-cases/explored.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { caseProject } from './case-project.js';

/** Each call adds one to a number, and notes the process. @param body of the worker */
const counting = (body: string): string => `
import { defineCase } from 'race-lab';
import pg from 'pg';
export default defineCase({
  name: 'count',
  schema: 'create table counter (n int); create table seen (pid int)',
  start: 'insert into counter values (0)',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  worker: async (pool, { worker }) => {
    await pool.query('insert into seen values ($1)', [process.pid]);
    ${body}
  },
  invariants: {
    'no update is lost': 'select n from counter where n < (select count(*) from seen)',
    'one process only': 'select count(distinct pid)::int as processes from seen having count(distinct pid) > 1',
  },
});`;

const LOSES = `
  const { rows } = await pool.query('select n from counter');
  await pool.query('update counter set n = $1', [rows[0].n + 1]);`;
const KEEPS = `await pool.query('update counter set n = n + 1');`;

/** @param more flags */
async function loadOf(body: string, ...more: readonly string[]) {
  const directory = caseProject({ 'count.race.ts': counting(body) });
  const args = ['run', './count.race.ts', '--workers', '4', ...more, '--url', serverUrl()];
  const ended = await raceLab([...args, '--json'], { cwd: directory });
  const [result] = ended.stdout === '' ? [] : JSON.parse(ended.stdout).results;
  await expectNothingLeft();
  return { ...ended, result };
}

test('the workers run in that many processes, and their operations are counted together', async () => {
  const { result } = await loadOf(LOSES, '--operations', '10', '--processes', '2');
  expect(result).toMatchObject({
    verdict: 'broken',
    operations: { attempted: 40, returned: 40, refused: 0, failed: 0 },
  });
  expect(result.violations).toEqual([
    { invariant: 'no update is lost', atStart: false, rows: [{ n: expect.any(Number) }] },
    { invariant: 'one process only', atStart: false, rows: [{ processes: 2 }] },
  ]);
  expect(result.latencyMs.max).toBeGreaterThan(0);
  expect(result.throughput).toBeGreaterThan(0);
});

test('an update that adds is kept, and a time ends them all', async () => {
  const { result } = await loadOf(KEEPS, '--duration', '200ms', '--processes', '4');
  expect(result.operations.attempted).toBeGreaterThan(0);
  expect(result.violations).toEqual([
    { invariant: 'one process only', atStart: false, rows: [{ processes: 4 }] },
  ]);
});

test('without processes, it is one', async () => {
  const { result } = await loadOf(KEEPS, '--operations', '2');
  expect(result).toMatchObject({ verdict: 'held', violations: [] });
});

test('failures are counted by their causes, from all processes', async () => {
  const { result } = await loadOf(
    `throw new TypeError('no');`,
    '--operations',
    '3',
    '--processes',
    '2',
  );
  expect(result).toMatchObject({
    operations: { attempted: 12, failed: 12 },
    failures: { TypeError: { count: 12, message: 'TypeError: no' } },
  });
});

test.each([
  ['process.exit()', 'process.exit(3);', /process [12] of the load ended with exit code 3/],
  ['an error that no code handles', 'setTimeout(() => { throw new Error("lost"); });', /lost/],
  ['a result that is no JSON', 'return 1n;', /: worker [12] returned/],
])('%s in a process: exit 4, and nothing is left', async (_name, body, says) => {
  const { code, stderr } = await loadOf(body, '--operations', '50', '--processes', '2');
  expect(code).toBe(4);
  expect(stderr).toMatch(says);
});
