/** A connection that ends before its COMMIT was answered. */
import pg from 'pg';
import { expect, test } from 'vitest';

import type { DatabaseAddress } from '../../../../src/authoring/case.js';
import { COUNTER, UNSAFE_TRANSACTION } from '../support/counter.js';
import { expectCounts, statementsBy } from '../support/explore.js';
import { incrementUnawaited } from '../support/pg.js';

test('a COMMIT that nobody awaits is carried out although the client ends the connection', async () => {
  const result = await expectCounts(
    {
      ...COUNTER,
      worker: async ({ url }: DatabaseAddress) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await incrementUnawaited(client, '');
        await client.end();
      },
    },
    UNSAFE_TRANSACTION,
  );
  expect(statementsBy('B', result).at(-1)).toBe('commit');
});
