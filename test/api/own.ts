import { defineScenario, defineStrategy, onOneAccount } from '../../src/index.js';
import { forUpdate } from '../../src/strategies/for-update.js';
import { naive } from '../../src/strategies/naive.js';

/** Reads, then writes: broken, although it claims to be safe. */
export const readThenWrite = defineStrategy({
  name: 'read-then-write',
  attempt: (db, operation, replica) => naive.attempt(db, operation, replica),
});

/** The same with a lock. */
export const lockThenWrite = defineStrategy({
  name: 'lock-then-write',
  attempt: (db, operation, replica) => forUpdate.attempt(db, operation, replica),
});

/** Each worker withdraws 5 from an account with enough money. */
export const takeFive = defineScenario({
  name: 'take-five',
  defaultBalance: () => 100,
  nextOperation: (draw) => onOneAccount('withdraw', draw.account(), 5),
});
