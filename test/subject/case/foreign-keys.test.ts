/** Numbers that differ from run to run are followed to the rows that they point to. */
import { expect, test } from 'vitest';
import postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { explore } from '../../../src/api/explore.js';
import { serverUrl } from '../../support/server.js';

const SCHEMA = `
  create table orders (id int generated always as identity primary key, customer text);
  create table items (id int generated always as identity primary key, order_id int references orders, what text)`;

const caseOf = (name: string, order: (sql: postgres.Sql, customer: string) => Promise<void>) =>
  defineCase({
    name,
    schema: SCHEMA,
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    workers: {
      anna: (sql) => order(sql, 'anna'),
      ben: (sql) => order(sql, 'ben'),
    },
  });

test('an item of the order of somebody else is seen, although all numbers are masked', async () => {
  const guessing = caseOf('guessing', async (sql, customer) => {
    await sql`insert into orders (customer) values (${customer})`;
    const [last] = await sql<{ id: number }[]>`select max(id) as id from orders`;
    await sql`insert into items (order_id, what) values (${last?.id ?? 0}, ${customer})`;
  });
  const { results } = await explore(guessing, { url: serverUrl() });
  // Both orders come before one of the numbers is asked for.
  expect(results).toMatchObject([
    { verdict: 'broken', schedules: 20, broken: 12, masked: ['items.id', 'orders.id'] },
  ]);
});

test('an item of the own order is no difference, whatever its number', async () => {
  const asking = caseOf('asking', async (sql, customer) => {
    const [made] = await sql<{ id: number }[]>`
      insert into orders (customer) values (${customer}) returning id`;
    await sql`insert into items (order_id, what) values (${made?.id ?? 0}, ${customer})`;
  });
  const { results } = await explore(asking, { url: serverUrl() });
  expect(results).toMatchObject([{ verdict: 'held', schedules: 6, broken: 0 }]);
});
