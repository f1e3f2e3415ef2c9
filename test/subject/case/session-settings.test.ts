/** Settings that workers make in sessions of a pool: a step of theirs. Those that a driver makes as it connects: none. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';
import { insert } from './session-settings.js';

type Work = (pool: pg.Pool, tenant: string) => Promise<unknown>;

/** Two requests of two tenants. @param connected what the pool does with a new connection */
const requests = (work: Work, connected?: (client: pg.PoolClient) => unknown) =>
  defineCase({
    name: 'requests',
    schema: 'create table note (tenant text, request text)',
    open: ({ url }) => {
      const pool = new pg.Pool({ connectionString: url });
      if (connected !== undefined) pool.on('connect', (client) => void connected(client));
      return pool;
    },
    close: (pool) => pool.end(),
    workers: {
      anna: (pool) => work(pool, 'anna'),
      ben: (pool) => work(pool, 'ben'),
    },
  });

const exploreOne = async (the: ReturnType<typeof requests>) => {
  const { results } = await explore(the, { url: serverUrl() });
  return results[0];
};

test.each([
  ['until it is given back', async () => {}],
  ['and sets it back', (client: pg.PoolClient) => client.query('reset app.tenant')],
])(
  'a worker that sets it on a connection of its own, %s, has no further step',
  async (_name, end) => {
    const result = await exploreOne(
      requests(async (pool, tenant) => {
        const client = await pool.connect();
        await client.query(`set app.tenant = '${tenant}'`);
        await client.query(insert(tenant));
        await client.query(insert(tenant));
        await end(client);
        client.release();
      }),
    );
    expect(result).toMatchObject({ verdict: 'held', schedules: 6, unsteady: 0, remarks: [] });
  },
);

test.each([
  ['set_config', (tenant: string) => `select set_config('app.tenant', '${tenant}', false)`],
  ['SET', (tenant: string) => `set app.tenant = '${tenant}'`],
])('a setting by %s that is left behind for the next request is seen', async (_name, set) => {
  const result = await exploreOne(
    requests(async (pool, tenant) => {
      const client = await pool.connect();
      await client.query(insert(tenant));
      await client.query(set(tenant));
      client.release();
    }),
  );
  expect(result).toMatchObject({ verdict: 'broken', schedules: 6, unsteady: 0, remarks: [] });
});

test('what a pool sets on each new connection is no step', async () => {
  const result = await exploreOne(
    requests(
      (pool, tenant) => pool.query(insert(tenant)),
      (client) => client.query("set app.tenant = 'all'"),
    ),
  );
  expect(result).toMatchObject({ verdict: 'held', schedules: 2, unsteady: 0 });
});

test('a time limit that a worker sets is no step', async () => {
  const result = await exploreOne(
    requests(async (pool, tenant) => {
      await pool.query("set statement_timeout = '5s'");
      await pool.query(insert(tenant));
    }),
  );
  expect(result).toMatchObject({ verdict: 'held', schedules: 2, unsteady: 0 });
});

test('a hook of the pool may set the same on each new connection, and set it back on release', async () => {
  const result = await exploreOne(
    requests(
      async (pool, tenant) => {
        const client = await pool.connect();
        await client.query(`set app.tenant = '${tenant}'`);
        await client.query(insert(tenant));
        await client.query(insert(tenant));
        client.release();
      },
      (client) => client.query("set app.tenant = 'all'"),
    ),
  );
  expect(result).toMatchObject({ verdict: 'held', schedules: 6, unsteady: 0, remarks: [] });
});
