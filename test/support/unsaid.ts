import type { Strategy } from '../../src/model.js';

/** The same strategy, but it does not report its writes. */
export const unsaid = (strategy: Strategy): Strategy => ({
  ...strategy,
  name: `unsaid-${strategy.name}`,
  attempt: async (...job) => {
    const { kind } = await strategy.attempt(...job);
    return { kind };
  },
});
