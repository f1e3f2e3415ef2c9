import { describe, expect, test } from 'vitest';

import { Estimate } from '../../../src/explore/policy/estimate.js';

describe('the estimated number of schedules', () => {
  test('is exact where every walk has the same choices', () => {
    const estimate = new Estimate();
    expect(estimate.total).toBeNull();
    estimate.add([2, 2, 3]);
    estimate.add([3, 2, 2]);
    expect(estimate.total).toBe(12);
  });

  test('is at most the largest number', () => {
    const estimate = new Estimate();
    estimate.add(Array.from({ length: 1_000 }, () => 12));
    expect(estimate.total).toBe(Number.MAX_VALUE);
  });
});
