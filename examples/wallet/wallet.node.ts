/**
 * The same tests with Node's own test runner: `node --test wallet.node.ts`, from Node 22.18 on. Older
 * versions need a loader for TypeScript: `node --import jiti/register --test wallet.node.ts`.
 */
import { test } from 'node:test';

import { assertBroken, assertClaims, assertHeld, explore, race } from 'race-lab';

import { transferWithFee } from './scenario.ts';
import { lockThenWrite, readThenWrite } from './strategies.ts';

const scenario = transferWithFee;

test('no order of the statements of two transfers loses money', async () => {
  assertHeld(await explore({ scenario, strategy: lockThenWrite }));
});

test('fifty customers at once lose no money', async ({ signal }) => {
  // If the test takes too long, the test runner aborts the race.
  const report = await race(
    { scenario, strategy: lockThenWrite, accounts: 5, operations: 5 },
    { signal },
  );

  assertHeld(report);
  assertClaims(report);
});

test('without the lock, money is lost', async () => {
  assertBroken(await explore({ scenario, strategy: readThenWrite }));
});
