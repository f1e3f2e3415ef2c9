/** Workers that create what is not there: their questions to the catalogs are steps. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';

type Work = (client: pg.Client) => Promise<unknown>;

/** Two services that start. Each has a connection of its own. */
const starts = (work: Work) =>
  defineCase({
    name: 'starts',
    schema: 'create table started (id int generated always as identity primary key)',
    worker: async (_, { url }) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        await work(client);
        await client.query('insert into started default values');
      } finally {
        await client.end();
      }
    },
    times: 2,
  });

const exploreOne = async (work: Work) => {
  const { results } = await explore(starts(work), { url: serverUrl() });
  return results[0];
};

const isThere = async (client: pg.Client): Promise<boolean> => {
  const { rowCount } = await client.query(
    "select from information_schema.tables where table_name = 'jobs'",
  );
  return rowCount === 1;
};

const createJobs: Work = async (client) => {
  if (!(await isThere(client))) await client.query('create table jobs (id int)');
};

test('a table that two create when it is not there is found', async () => {
  expect(await exploreOne(createJobs)).toMatchObject({
    verdict: 'broken',
    unsteady: 0,
    coverage: { kind: 'complete' },
    witness: { anomalies: expect.arrayContaining([expect.objectContaining({ kind: 'failure' })]) },
  });
});

test('under a lock it holds', async () => {
  const result = await exploreOne(async (client) => {
    await client.query('select pg_advisory_lock(1)');
    await createJobs(client);
    await client.query('select pg_advisory_unlock(1)');
  });
  expect(result).toMatchObject({ verdict: 'held', unsteady: 0, coverage: { kind: 'complete' } });
});

test('where nobody creates anything, such a question is no step', async () => {
  expect(await exploreOne(isThere)).toMatchObject({ verdict: 'held', schedules: 2, unsteady: 0 });
});
