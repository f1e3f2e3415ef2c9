/** Numbers that differ from run to run are followed to the rows that they point to. */
import { expect, test } from 'vitest';
import postgres from 'postgres';

import { defineCase } from '../../../src/authoring/case.js';
import { explore } from '../../../src/api/explore.js';
import { serverUrl } from '../../support/server.js';

type Order = (sql: postgres.Sql, customer: string) => Promise<unknown>;

/** @param references the foreign key; none may be declared */
const caseOf = (name: string, order: Order, references = 'references orders') =>
  defineCase({
    name,
    schema: `
      create table orders (id int generated always as identity primary key, customer text);
      create table items (id int generated always as identity primary key, order_id int ${references}, what text)`,
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    workers: {
      anna: (sql) => order(sql, 'anna'),
      ben: (sql) => order(sql, 'ben'),
    },
  });

/** Takes the newest order for its own. */
async function guess(sql: postgres.Sql, customer: string): Promise<number> {
  await sql`insert into orders (customer) values (${customer})`;
  const [last] = await sql<{ id: number }[]>`select max(id) as id from orders`;
  return last?.id ?? 0;
}

test.each([
  ['with a foreign key', 'references orders'],
  ['without a foreign key', ''],
])(
  'an item of the order of another customer is seen, although all numbers are masked, %s',
  async (_name, references) => {
    const guessing: Order = async (sql, customer) => {
      const order = await guess(sql, customer);
      await sql`insert into items (order_id, what) values (${order}, ${customer})`;
    };
    const { results } = await explore(caseOf('guessing', guessing, references), {
      url: serverUrl(),
    });
    // Both orders come before one of the numbers is asked for.
    expect(results).toMatchObject([
      { verdict: 'broken', schedules: 20, broken: 12, masked: ['items.id', 'orders.id'] },
    ]);
  },
);

test('the number of the order of another customer in a result is seen', async () => {
  const guessing = caseOf('guessing', async (sql, customer) => ({
    id: await guess(sql, customer),
  }));
  const { results } = await explore(guessing, { url: serverUrl() });
  expect(results).toMatchObject([
    { verdict: 'broken', schedules: 6, broken: 4, masked: ['orders.id'] },
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
