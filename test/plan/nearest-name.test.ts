import { describe, expect, test } from 'vitest';

import { editDistance, nearest } from '../../src/plan/nearest-name.js';
import { fc } from '../support/fast-check.js';

describe('edit distance', () => {
  test.each([
    ['', '', 0],
    ['naive', 'naive', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['naive', 'naiv', 1],
    ['naive', 'naaive', 1],
    ['naive', 'neive', 1],
    ['naive', 'niave', 1],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
    // Restricted edit distance: a swapped pair is not edited again.
    ['ca', 'abc', 3],
  ])('%j to %j: %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  test('is symmetric, zero only for equal names, and between the difference and the larger of the lengths', () => {
    const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other);
        expect(distance).toBe(editDistance(other, one));
        expect(distance === 0).toBe(one === other);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});

describe('the nearest name', () => {
  const names = ['naive', 'for-update', 'for-share', 'serializable'];

  test.each([
    ['naiv', 'naive'],
    ['NAIVE', 'naive'],
    ['for_update', 'for-update'],
    ['forupdate', 'for-update'],
    ['for-shar', 'for-share'],
    ['serialisable', 'serializable'],
  ])('for %s is %s', (text, name) => {
    expect(nearest(text, names)).toBe(name);
  });

  test.each(['', 'x', 'mutex', 'nave-ish', 'x'.repeat(1_000_000)])(
    'does not exist for %.20s',
    (text) => {
      expect(nearest(text, names)).toBeUndefined();
    },
  );
});
