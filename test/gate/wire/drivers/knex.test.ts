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
