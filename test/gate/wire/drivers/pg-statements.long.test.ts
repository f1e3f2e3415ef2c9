/** Statements that one worker sends at once on one connection, or on several. */
import { expect, test } from 'vitest';

import { BOTH_ROWS, TWO_ROWS } from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { BOTH, incrementBoth, pooled, withPooled } from '../support/pg.js';

test('Promise.all on a pool sends each statement on a connection of its own', async () => {
  const result = await expectCounts({ ...TWO_ROWS, ...pooled(), worker: incrementBoth }, BOTH_ROWS);
  expect(statementsBy('A', result)).toEqual(BOTH);
  expect(statementsBy('B', result).slice(0, 2)).toEqual(BOTH.slice(0, 2));
});

test('Promise.all on one client sends one statement after another', async () => {
  const result = await expectCounts(
    { ...TWO_ROWS, ...pooled(), worker: (pool) => withPooled(pool, incrementBoth) },
    BOTH_ROWS,
  );
  expect(statementsBy('A', result)).toEqual(BOTH);
});
