/** A strategy that depends on chance. */
import type { Strategy } from '../../../src/model.js';

/** Reads a second time from time to time. */
export function fickle(every: number, strategy: Strategy): Strategy {
  let attempts = 0;
  return {
    ...strategy,
    name: 'fickle',
    async attempt(db, operation, replica) {
      attempts += 1;
      if (attempts % every === 0) await db.selectFrom('account').select('id').execute();
      return strategy.attempt(db, operation, replica);
    },
  };
}
