/** Cases whose exploration takes long enough to be interrupted. */

/** Has thousands of schedules. */
export const LONG = {
  name: 'long',
  code: `workers: undefined, times: 3, worker: async (pool, context) => { for (let i = 0; i < 5; i += 1) await buy(pool, context); }`,
};

export const FILES = ['./good.race.ts', './long.race.ts'];
