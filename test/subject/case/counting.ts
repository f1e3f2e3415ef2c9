/** Two workers that read a number and write the next one, at an isolation level. */
import pg from 'pg';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import type { CaseResult } from '../../../src/model.js';
import type { CaseExploreOptions } from '../../../src/plan/case-options.js';
import { serverUrl } from '../../support/server.js';

export interface Counting {
  /** What begins the transaction of each worker. */
  readonly begin?: readonly [ann: string, ben: string];
  /** What runs before the transaction begins. */
  readonly before?: (client: pg.PoolClient) => Promise<unknown>;
  readonly more?: pg.PoolConfig;
  readonly retried?: string[];
}

/** Two workers read a number and write the next one: a lost update, which REPEATABLE READ refuses. */
export const counting = ({
  begin = ['begin', 'begin'],
  before,
  more = {},
  retried = [],
}: Counting = {}) =>
  defineCase({
    name: 'counting',
    schema: 'create table counter (n int); create table note (text text)',
    start: 'insert into counter values (0)',
    open: ({ url }) => new pg.Pool({ connectionString: url, ...more }),
    close: (pool) => pool.end(),
    retried,
    workers: {
      ann: (pool) => raise(pool, begin[0], before),
      ben: (pool) => raise(pool, begin[1], before),
    },
  });

export async function raise(
  pool: pg.Pool,
  begin: string,
  before: Counting['before'],
): Promise<void> {
  const client = await pool.connect();
  try {
    await before?.(client);
    await client.query(begin);
    const { rows } = await client.query<{ n: number }>('select n from counter');
    await client.query('update counter set n = $1', [(rows[0]?.n ?? 0) + 1]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

export async function at(
  isolation: CaseExploreOptions['isolation'],
  the: ReturnType<typeof counting>,
  url = serverUrl(),
): Promise<CaseResult> {
  const { results } = await explore(the, { url, isolation });
  const [only, ...others] = results;
  if (only === undefined || others.length > 0) throw new Error('there is not one result');
  return only;
}
