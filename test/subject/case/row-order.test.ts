/** The rows of a query without ORDER BY. */
import pg from 'pg';
import { expect, test } from 'vitest';

import { explore } from '../../../src/api/explore.js';
import { defineCase } from '../../../src/authoring/case.js';
import { story } from '../../../src/report/document/cases/story.js';
import { serverUrl } from '../../support/server.js';

/** An updated row is read last. */
const touching = (name: string, query: string) =>
  defineCase({
    name,
    schema: 'create table note (id int primary key, text text)',
    start: "insert into note values (1, 'a'), (2, 'b')",
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    workers: {
      lists: async (pool) => (await pool.query<{ id: number }>(query)).rows,
      touches: async (pool) => {
        await pool.query('update note set text = text where id = 1');
        await pool.query('update note set text = text where id = 2');
      },
    },
  });

const HINT = 'The items of result differ in order only: does the query have an ORDER BY?';

test('another order of rows is broken, and it is said to be only that', async () => {
  const unordered = touching('unordered', 'select id from note');
  const { results } = await explore(unordered, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'broken', schedules: 3, broken: 1 }]);
  const witness = results[0]?.witness;
  expect(witness && story(witness, [])).toContain(HINT);
});

test('with ORDER BY it holds', async () => {
  const ordered = touching('ordered', 'select id from note order by id');
  const { results } = await explore(ordered, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'held', schedules: 3 }]);
});
