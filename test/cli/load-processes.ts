/** A load of a case, whose workers may be spread over processes. */
import { expectNothingLeft } from '../faults/bad-cases/explored.js';
import { serverUrl } from '../support/server.js';
import { caseProject } from './case-project.js';
import { callIn } from './harness.js';

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

export const LOSES = `
  const { rows } = await pool.query('select n from counter');
  await pool.query('update counter set n = $1', [rows[0].n + 1]);`;
export const KEEPS = `await pool.query('update counter set n = n + 1');`;

/** @param more flags */
export async function loadOf(body: string, ...more: readonly string[]) {
  const directory = caseProject({ 'count.race.ts': counting(body) });
  const flags = ['--workers', '4', ...more, '--url', serverUrl(), '--json'];
  const ended = await callIn(directory, ['run', './count.race.ts', ...flags]);
  const [result] = ended.stdout === '' ? [] : JSON.parse(ended.stdout).results;
  await expectNothingLeft();
  return { ...ended, result };
}
