/** Queries for the rows that are wrong. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { serverUrl } from '../../support/server.js';

const withInvariant = (sql: string) =>
  defineCase({
    name: 'counter',
    schema: 'create table counter (hits int)',
    start: 'insert into counter values (0)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker: async (pool) => void (await pool.query('update counter set hits = hits + 1')),
    invariants: { 'few hits': sql },
  });

async function remarksWith(sql: string) {
  const { results } = await explore(withInvariant(sql), { url: serverUrl() });
  return results.map(({ verdict, remarks }) => ({ verdict, remarks }));
}

test('one that always returns a row is told from one that workers violate', async () => {
  expect(await remarksWith('select count(*) from counter')).toEqual([
    {
      verdict: 'broken',
      remarks: [
        'The rows of start violate "few hits" already: an invariant is a query for rows that are wrong, and a count always returns one.',
      ],
    },
  ]);
  expect(await remarksWith('select hits from counter where hits > 1')).toEqual([
    { verdict: 'broken', remarks: [] },
  ]);
});
