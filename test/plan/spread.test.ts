import { expect, test } from 'vitest';

import { connectionsOf, processOf, workersOf } from '../../src/plan/spread.js';
import { fc } from '../support/fast-check.js';

const spreads = fc
  .tuple(fc.integer({ min: 1, max: 64 }), fc.nat({ max: 9_936 }), fc.nat({ max: 500 }))
  .map(([processes, more, extra]) => ({
    processes,
    workers: processes + more,
    connections: Math.min(processes + extra, processes + more),
  }));

test('spreads seven workers over three processes', () => {
  const spread = { workers: 7, processes: 3 };
  expect([1, 2, 3].map((number) => workersOf(number, spread))).toEqual([
    [1, 2],
    [3, 4],
    [5, 6, 7],
  ]);
});

test('workersOf and processOf agree, and block sizes differ by at most one', () => {
  fc.assert(
    fc.property(spreads, (spread) => {
      const blocks = Array.from({ length: spread.processes }, (_, index) =>
        workersOf(index + 1, spread),
      );
      const all = Array.from({ length: spread.workers }, (_, index) => index + 1);
      expect(blocks.flat()).toEqual(all);
      for (const [index, block] of blocks.entries()) {
        expect(new Set(block.map((worker) => processOf(worker, spread)))).toEqual(
          new Set([index + 1]),
        );
      }
      const sizes = blocks.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('every process has at least one connection, and the counts add up', () => {
  fc.assert(
    fc.property(spreads, (spread) => {
      const each = Array.from({ length: spread.processes }, (_, index) =>
        connectionsOf(index + 1, spread),
      );
      expect(Math.min(...each)).toBeGreaterThanOrEqual(1);
      expect(each.reduce((a, b) => a + b)).toBe(spread.connections);
    }),
  );
});
