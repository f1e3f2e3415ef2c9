import { describe, expect, test } from 'vitest';

import type { Account, Draw } from '../../src/model.js';
import { deposit } from '../../src/scenarios/deposit.js';
import { joint } from '../../src/scenarios/joint.js';
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

describe('joint', () => {
  const operation = joint.nextOperation(draw);

  test('asks what both accounts hold, and takes from the first', () => {
    expect(operation.decide([at(3, 4), at(4, 5)])).toEqual({ refused: true });
    expect(operation.decide([at(3, 15), at(4, -5)])).toEqual({
      refused: false,
      changes: [{ account: at(4, -5), by: -10, balance: -15 }],
    });
  });

  test('accounts belong to their owners two by two', () => {
    expect(joint.limits(4)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(transfer.limits(3)).toEqual([[1], [2], [3]]);
  });

  test.each([
    // Of two withdrawals of 10, one is covered, by both accounts together.
    [{ workers: 2, operations: 2, accounts: 2, meanAmount: 10 }, 5],
    [{ workers: 50, operations: 1000, accounts: 2, meanAmount: 10 }, 2_500],
    [{ workers: 50, operations: 1000, accounts: 4, meanAmount: 10 }, 1_250],
    // Rounded up: enough for one.
    [{ workers: 2, operations: 2, accounts: 2, meanAmount: 5 }, 3],
    [{ workers: 2, operations: 2, accounts: 100, meanAmount: 10 }, 5],
  ])('of %j, about half are covered', (demand, balance) => {
    expect(joint.defaultBalance(demand)).toBe(balance);
  });
});
