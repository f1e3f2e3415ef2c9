/** Cases of one statement for each worker, which can be cut in two. */
import pg from 'pg';
import postgres from 'postgres';
import { expect } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import type { CaseExploreOptions } from '../../../src/plan/case-options.js';
import { lettersOf } from '../../../src/text/schedule.js';
import { serverUrl } from '../../support/server.js';

/** Takes a place in a line, when there is none with that key. @param more of the schema */
export const jobs = (create: (sql: postgres.Sql, id: string) => Promise<unknown>, more = '') =>
  defineCase({
    name: 'jobs',
    schema: `create table job (id text primary key, key text not null); ${more}`,
    open: ({ url }) => postgres(url, { onnotice: () => {} }),
    close: (sql) => sql.end(),
    workers: { web: (sql) => create(sql, 'j1'), cron: (sql) => create(sql, 'j2') },
    invariants: { 'one job for a key': 'select key from job group by key having count(*) > 1' },
  });

export const exploreOne = async (
  the: ReturnType<typeof jobs>,
  options: CaseExploreOptions = { overlap: true },
) => {
  const { results } = await explore(the, { url: serverUrl(), ...options });
  return results[0];
};

export const SITES = {
  name: 'sites',
  schema: 'create table site (id int primary key, published boolean not null)',
  start: 'insert into site values (1, false), (2, false)',
  invariants: { 'one site': 'select from site where published having count(*) > 1' },
  refusals: ['used up'],
};

export const PUBLISH = `update site set published = true
  where id = $1 and (select count(*) from site s where s.published) < 1`;

export async function publish(client: pg.Pool | pg.PoolClient, id: number): Promise<void> {
  const { rowCount } = await client.query(PUBLISH, [id]);
  if (rowCount === 0) throw new Error('used up');
}

export const sites = (work: (pool: pg.Pool, id: number) => Promise<unknown>) =>
  defineCase({
    ...SITES,
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    workers: { blog: (pool) => work(pool, 1), shop: (pool) => work(pool, 2) },
  });

/** @param begin such as `begin` */
export const inTransaction = (begin: string) =>
  sites(async (pool, id) => {
    const client = await pool.connect();
    try {
      await client.query(begin);
      await publish(client, id);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  });

/** One at a time, its statements hold. Cut in two, they overlap, and 4 of 6 orders break. */
export async function expectBrokenWhenCut(make: () => ReturnType<typeof jobs>): Promise<void> {
  const whole = await exploreOne(make(), {});
  expect(whole).toMatchObject({ verdict: 'held', schedules: 2, unsteady: 0 });
  const cut = await exploreOne(make());
  expect(cut).toMatchObject({ verdict: 'broken', schedules: 6, broken: 4, unsteady: 0 });
  expect(lettersOf(cut?.witness?.drawn.schedule ?? [])).toBe('ABba');
}
