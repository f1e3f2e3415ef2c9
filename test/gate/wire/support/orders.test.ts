import { expect, test } from 'vitest';

import { freeOrders, lockingOrders, losesUpdate, poolOrders, readsAfterwards } from './orders.js';

test('the formulas give what can be counted by hand', () => {
  expect(freeOrders(2)).toBe(6);
  expect(freeOrders(4)).toBe(70);
  // One statement that locks until its end: AB and BA.
  expect(lockingOrders(1, 1)).toBe(2);
  // Lock and COMMIT: AABB, ABAB (B waits, and has only its COMMIT left), and the same with B first.
  expect(lockingOrders(2, 1)).toBe(4);
  expect(readsAfterwards(2, 1)).toBe(2);
  // The read is the second step: the first one has five places.
  expect(readsAfterwards(4, 2)).toBe(10);
});

test('the model of a pool gives what can be counted by hand', () => {
  // Enough connections: as if there were no pool.
  expect(poolOrders(2, 2, 2)).toHaveLength(6);
  expect(poolOrders(2, 2, 2).filter((order) => losesUpdate(order))).toHaveLength(4);
  // B starts behind A's start, its read or its write, and waits for the connection; and the same with B first.
  expect(poolOrders(2, 2, 1)).toEqual([
    [0, 0, 1, 1],
    [0, 0, 1, 1],
    [0, 1, 0, 1],
    [1, 0, 1, 0],
    [1, 1, 0, 0],
    [1, 1, 0, 0],
  ]);
  // B starts behind A's start, or one, two, three or all four of its statements, and then they take turns.
  expect(poolOrders(2, 4, 1)).toHaveLength(10);
});
