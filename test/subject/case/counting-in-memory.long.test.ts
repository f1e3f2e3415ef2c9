/** More numbers that are not from the memory of the code. */
import { expect, test } from 'vitest';

import { exploredCases } from '../../support/cases.js';
import { counting } from './counting-in-memory.js';

test('hide nothing', async () => {
  const harmless = [
    counting('database', (sql) => sql`update product set seen = seen + 1 where id = 2`),
    counting('clock', (sql) => sql`update product set seen = ${Date.now()} where id = 2`),
    counting('hash', (sql) => sql`update product set seen = 7 * nextval('place') where id = 2`),
    counting('transaction', (sql) => sql`update product set seen = txid_current() where id = 2`),
  ];
  const { results } = await exploredCases(harmless);
  expect(results.map((result) => [result.case, result.verdict])).toEqual(
    harmless.map(({ name }) => [name, 'held']),
  );
});
