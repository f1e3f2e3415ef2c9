/** Code that writes a number from its own memory: what is lost in it does not show, so it is not called held. */
import type postgres from 'postgres';
import { expect, test } from 'vitest';

import { exploredCases, racedFreely } from '../../support/cases.js';
import { counting } from './counting-in-memory.js';

let seen = 0;
const inMemory = (sql: postgres.Sql) => {
  seen += 1;
  return sql`update product set seen = ${seen} where id = 2`;
};

const memory = counting('memory', inMemory);

let labels = 0;
const label = counting('label', async (sql) => {
  labels += 1;
  await sql`update product set label = ${`no-${labels}`} where id = 2`;
  return { label: `no-${labels}` };
});
const labelInWords = counting('label-in-words', (sql) => {
  labels += 1;
  return sql`update product set label = ${`no ${labels} of 5`} where id = 2`;
});
const labelOfSequence = counting('label-of-sequence', async (sql) => {
  const [product] =
    await sql`update product set label = 'no-' || 7 * nextval('place') where id = 2 returning label`;
  return { ...product, at: new Date().toISOString(), luck: Math.floor(Math.random() * 1000) };
});
const ofSequence = counting(
  'sequence',
  (sql) => sql`update product set seen = nextval('place') where id = 2`,
);
// Others: counting-in-memory.long.test.ts
const harmless = [
  counting('ignored', inMemory, { ignore: 'product.seen' }),
  ofSequence,
  labelOfSequence,
];

test('every order holds in what is compared, and the case is inconclusive all the same', async () => {
  const { results } = await exploredCases([memory, label, labelInWords, ...harmless]);
  expect(results.map((result) => [result.case, result.verdict])).toEqual([
    ['memory', 'inconclusive'],
    ['label', 'inconclusive'],
    ['label-in-words', 'inconclusive'],
    ...harmless.map(({ name }) => [name, 'held']),
  ]);
  expect(results[0]).toMatchObject({ broken: 0, masked: ['product.seen'] });
  expect(results[0]?.reason).toMatch(
    /^product\.seen differs between two runs of the same serial order, .* ignore: \['product\.seen'\]\.$/,
  );
  expect(results[1]).toMatchObject({ broken: 0, masked: ['product.label', 'result.label'] });
  expect(results[1]?.reason).toMatch(/ ignore: \['product\.label', 'result\.label'\]\.$/);
  expect(results[2]).toMatchObject({ broken: 0, masked: ['product.label “no … of 5”'] });
  expect(results[2]?.reason).toMatch(/ ignore: \['product\.label'\]\.$/);
});

test('free rounds say the same', async () => {
  const flags = { rounds: '3' };
  const [one, other] = [await racedFreely(memory, flags), await racedFreely(ofSequence, flags)];
  expect(one).toMatchObject({ verdict: 'inconclusive', broken: 0 });
  expect(one.reason).toMatch(/^product\.seen differs between two runs of the same serial order/);
  expect(other).toMatchObject({ verdict: 'held', masked: ['product.seen'] });
});
