/** The service's tests, with Vitest: `npx vitest run`. */
import { explore, race } from 'race-lab';
import { matchers } from 'race-lab/matchers';
import { expect, test } from 'vitest';

import { transferWithFee } from './scenario.ts';
import { lockThenWrite, readThenWrite } from './strategies.ts';

expect.extend(matchers);

const scenario = transferWithFee;

test('no order of the statements of two transfers loses money', async () => {
  expect(await explore({ scenario, strategy: lockThenWrite })).toHold();
});

test('fifty customers at once lose no money', async ({ signal }) => {
  // If the test takes too long, the test runner aborts the race.
  const report = await race(
    { scenario, strategy: lockThenWrite, accounts: 5, operations: 5 },
    { signal },
  );

  expect(report).toHold();
  expect(report).toKeepClaims();
});

// This test shows that the first one can fail.
test('without the lock, money is lost', async () => {
  expect(await explore({ scenario, strategy: readThenWrite })).toBreak();
});
