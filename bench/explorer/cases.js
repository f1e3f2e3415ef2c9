import { everyOrder } from './permutations.js';

/**
 * The cases to measure. Each case is a strategy, and all orders in which two sessions can send its statements.
 * The tester gets the same statements and orders. A case with few orders measures mostly start-up, on both
 * sides, so only the larger case of each kind has a goal.
 */
export const CASES = [
  {
    name: 'nothing blocks: 2 × 4 statements',
    strategy: 'naive',
    operations: 2,
    statementsPerOperation: 2,
    goal: null,
  },
  {
    name: 'nothing blocks: 2 × 6 statements',
    strategy: 'naive',
    operations: 3,
    statementsPerOperation: 2,
    goal: 5,
  },
  {
    name: 'a session blocks: 2 × 1 transaction',
    strategy: 'for-update',
    operations: 1,
    statementsPerOperation: 4,
    goal: null,
  },
  {
    name: 'a session blocks: 2 × 2 transactions',
    strategy: 'for-update',
    operations: 2,
    statementsPerOperation: 4,
    // The tester takes most of a minute for all orders, so in each round it gets every fifth one.
    testerParts: 5,
    goal: 15,
  },
];

/** The flags of race-lab for a case. */
export function flagsOf({ strategy, operations }) {
  return { strategy: [strategy], scenario: 'deposit', workers: 2, operations };
}

/**
 * A case with the statements and orders for both sides.
 * @param sessions the statements of each session
 */
export function prepareCase(given, sessions) {
  return { ...given, sessions, orders: everyOrder(sessions) };
}

/** The orders for the tester in one round. In `testerParts` rounds it gets all of them. */
export function ordersFor(round, { orders, testerParts = 1 }) {
  return orders.filter((_, index) => index % testerParts === round % testerParts);
}
