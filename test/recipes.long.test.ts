/** The recipes of all drivers and frameworks that are installed. */
import { expect, test } from 'vitest';

import { endsOf, installed, MIGRATIONS } from './support/recipes.js';

test('each recipe has the race, and shows it', async () => {
  const raced = installed.filter(({ name }) => !MIGRATIONS.has(name));
  const inTransactions = (name: string) => `${name} broken AABBBBAA`;
  expect(await endsOf(raced)).toEqual([
    'drizzle broken AABBBBAA',
    'fastify broken ABBA',
    ...['knex', 'kysely', 'mikro-orm', 'pg-client', 'pg-pool'].map(inTransactions),
    'pool-at-import broken ABBA',
    ...['postgres-js', 'sequelize', 'typeorm'].map(inTransactions),
  ]);
});
