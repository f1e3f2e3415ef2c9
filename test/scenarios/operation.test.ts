import { describe, expect, test } from 'vitest';

import type { Account, Draw } from '../../src/model.js';
import { deposit } from '../../src/scenarios/deposit.js';
import { transfer } from '../../src/scenarios/transfer.js';
import { withdraw } from '../../src/scenarios/withdraw.js';

const draw: Draw = {
  account: () => 3,
  pair: () => [2, 1],
  partners: () => [4, 3],
  amount: () => 10,
  coin: () => true,
};

const at = (id: number, balance: number): Account => ({ id, balance, version: 0 });

describe('withdraw', () => {
  const operation = withdraw.nextOperation(draw);

  test('is refused from one less than its amount on', () => {
    expect(operation.decide([at(3, 9)])).toEqual({ refused: true });
    expect(operation.decide([at(3, 10)])).toEqual({
      refused: false,
      changes: [{ account: at(3, 10), by: -10, balance: 0 }],
    });
  });
});

test('deposit is never refused', () => {
  const operation = deposit.nextOperation(draw);
  expect(operation.requires).toBeNull();
  expect(operation.decide([at(3, -50)])).toMatchObject({ refused: false });
});

describe('transfer', () => {
  const operation = transfer.nextOperation(draw);

  test('names the account that it takes from first', () => {
    expect(operation.accounts).toEqual([2, 1]);
  });

  test('asks only whether the account that it takes from holds enough', () => {
    expect(operation.decide([at(1, 100), at(2, 9)])).toEqual({ refused: true });
    expect(operation.decide([at(1, -5), at(2, 10)])).toMatchObject({ refused: false });
  });

  test('writes both, in the order in which they were read', () => {
    expect(operation.decide([at(1, 0), at(2, 10)])).toMatchObject({
      changes: [
        { account: { id: 1 }, by: 10, balance: 10 },
        { account: { id: 2 }, by: -10, balance: 0 },
      ],
    });
  });

  test('changes no total', () => {
    expect(operation.changes.reduce((sum, { by }) => sum + by, 0)).toBe(0);
  });
});
