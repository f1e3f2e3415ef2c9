/** More free rounds. */
import { expect, test } from 'vitest';

import { casesNamed, racedFreely } from '../../support/cases.js';

test('the wallet of case 05 breaks in many rounds, and the transfer of case 06 in none', async () => {
  const [wallet, transfer] = await casesNamed([
    '05-wallet-check-then-decrement',
    '06-transfer-decrement-then-check',
  ]);
  if (wallet === undefined || transfer === undefined) throw new Error('a case is missing');
  const broken = await racedFreely(wallet, { rounds: '40' });
  expect(broken.broken).toBeGreaterThan(10);
  const held = await racedFreely(transfer, { rounds: '40' });
  expect(held).toMatchObject({ verdict: 'held', held: 40, serialOutcomes: 2 });
});
