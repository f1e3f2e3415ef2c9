import { expect, test } from 'vitest';

import { defineCase, defineConfig, defineStrategy } from '../../src/index.js';

test('defineConfig returns its argument, and the compiler refuses what check would refuse', () => {
  const mine = defineStrategy({
    name: 'mine',
    attempt: () => Promise.reject(new Error('nothing runs here')),
  });
  const counter = defineCase({ name: 'counter', schema: 'select', worker: () => 1 });
  const config = {
    url: 'postgres://localhost/lab',
    experiments: {
      raced: { run: { strategy: mine, workers: 50, expect: ['held', 'p99<200'] } },
      counted: { explore: { cases: counter } },
      owned: { explore: { cases: ['./src/*.race.ts', counter], lanes: 2, expect: 'held' } },
      explored: { explore: { strategy: ['naive', mine], lanes: 2, expect: 'held' } },
    },
  };
  expect(defineConfig(config)).toBe(config);

  const wrong = [
    // @ts-expect-error an unknown option
    () => defineConfig({ experiments: { a: { run: { worker: 5 } } } }),
    // @ts-expect-error an option of explore, not of run
    () => defineConfig({ experiments: { a: { run: { lanes: 5 } } } }),
    // @ts-expect-error two kinds in one experiment
    () => defineConfig({ experiments: { a: { run: {}, explore: {} } } }),
    // @ts-expect-error no kind
    () => defineConfig({ experiments: { a: {} } }),
    // @ts-expect-error a number as a string
    () => defineConfig({ experiments: { a: { run: { workers: '5' } } } }),
    // @ts-expect-error a case says itself what runs
    () => defineConfig({ experiments: { a: { explore: { cases: './a.race.ts', workers: 3 } } } }),
    // @ts-expect-error cases are explored, not raced
    () => defineConfig({ experiments: { a: { run: { cases: './a.race.ts' } } } }),
    // @ts-expect-error no experiments
    () => defineConfig({}),
  ];
  expect(wrong).toHaveLength(8);
});
