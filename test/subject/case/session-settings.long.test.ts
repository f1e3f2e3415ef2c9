/** Settings of a session that all workers share. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';
import { insert } from './session-settings.js';

test('on one connection that all workers share, every setting is a step', async () => {
  const shared = defineCase({
    name: 'shared',
    schema: 'create table note (tenant text, request text)',
    open: async ({ url }) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    },
    close: (client) => client.end(),
    times: 3,
    worker: async (client: pg.Client, { worker }) => {
      await client.query(`set app.tenant = '${worker}'`);
      await client.query(insert(worker));
    },
  });
  const { results } = await explore(shared, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'broken', unsteady: 0 }]);
});
