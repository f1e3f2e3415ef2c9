import { expect, test } from 'vitest';

import { COUNTER, READ_THEN_WRITE } from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { library, reading, SELECT } from '../support/knex.js';
import { testLibrary } from '../support/library.js';

testLibrary(library);

test('sends several statements as one step', async () => {
  const { open, close } = library;
  const result = await expectCounts(
    {
      ...COUNTER,
      open,
      close,
      worker: async (db) => {
        const row = await reading(db);
        await db.raw(`update counter set value = ${(row?.value ?? 0) + 1}; select 1`);
      },
    },
    READ_THEN_WRITE,
  );
  expect(statementsBy('A', result)).toEqual([SELECT, 'update counter set value = 1; select 1']);
});

test('names its savepoints anew in each run, and each order is run all the same', async () => {
  const { open, close } = library;
  const result = await expectCounts(
    {
      ...COUNTER,
      open,
      close,
      worker: (db) =>
        db.transaction((outer) =>
          outer.transaction((inner) => inner('counter').increment('value', 1)),
        ),
    },
    // Begin, savepoint, update, release, commit. One of two updates first: 21 orders in which the other comes after the
    // commit, and 10 + 15 in which it waits.
    { orders: 2 * (21 + 10 + 15), broken: 0 },
  );
  expect(result.unsteady).toBe(0);
});
