import { everyOrder } from './permutations.js';

/**
 * What is measured: each case is a strategy, whose statements the tester gets as well, and all orders
 * in which the statements of two sessions can be sent. A set of few orders is mostly start-up, on
 * both sides, so the goal is for the larger one of each kind.
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
    // The tester would take most of a minute for all: in each round it gets every fifth.
    testerParts: 5,
    goal: 15,
  },
];

/** The flags of race-lab for a case. */
export function flagsOf({ strategy, operations }) {
  return { strategy: [strategy], scenario: 'deposit', workers: 2, operations };
}

/**
 * A case with everything that the two sides are given.
 * @param sessions the statements of each session
 */
export function prepareCase(given, sessions) {
  return { ...given, sessions, orders: everyOrder(sessions) };
}

/** The orders that the tester gets in one round; in as many rounds as there are parts it gets all. */
export function ordersFor(round, { orders, testerParts = 1 }) {
  return orders.filter((_, index) => index % testerParts === round % testerParts);
}
