import { describe, expect, test } from 'vitest';

import { Updates } from '../../../src/judge/account/updates.js';
import { history } from './notation.js';

const { operations } = history('start 100\nw1: relative 1 -10\nw2: relative 2 -20\nend 2=70');

/** The updates of an account that starts at version 7, at most `most` of them. */
const updates = (most = 100) => new Updates(operations, 7, most);

const versionsIn = (some: Iterable<{ readonly version: number }>) =>
  Array.from(some, ({ version }) => version);

describe('the updates of an account', () => {
  test('are returned in the order of their versions, each with its operation', () => {
    const some = updates();
    expect(some.enter(1, 9, 8, -20)).toBe(true);
    expect(some.enter(0, 8, 7, -10)).toBe(true);
    const found = Array.from(some, ({ version, basis, by, operation }) => [
      version,
      basis,
      by,
      operation.worker,
    ]);
    expect(found).toEqual([
      [8, 7, -10, 1],
      [9, 8, -20, 2],
    ]);
    expect(some.last).toBe(9);
    expect(some.at(9)?.basis).toBe(8);
  });

  test('may be more numerous than the operations, and be entered in any order', () => {
    const some = updates();
    for (let version = 107; version > 7; version -= 1) some.enter(0, version, 7, version);
    expect(Array.from(some, ({ by }) => by)).toEqual(Array.from({ length: 100 }, (_, i) => i + 8));
  });

  test.each([7, 0, -1, 108, 8.5, Number.NaN, 2 ** 60])('reject version %d', (version) => {
    const some = updates();
    expect(some.enter(0, version, 7, -10)).toBe(false);
    expect(some.at(version)).toBeUndefined();
    expect([...some]).toEqual([]);
  });

  test('accept one update for each version', () => {
    const some = updates();
    some.enter(0, 8, 7, -10);
    expect(some.enter(1, 8, 7, -20)).toBe(false);
    expect(some.at(8)?.by).toBe(-10);
  });

  test('are found between any two versions, however far apart', () => {
    const some = updates();
    for (const version of [8, 9, 10]) some.enter(0, version, version - 1, -10);
    expect(versionsIn(some.between(8, 10))).toEqual([9]);
    expect(versionsIn(some.between(Number.MIN_SAFE_INTEGER, 9))).toEqual([8]);
    expect(versionsIn(some.between(9, Number.MAX_SAFE_INTEGER))).toEqual([10]);
    expect(versionsIn(some.between(10, 8))).toEqual([]);
  });

  test('name the first version without an update', () => {
    const some = updates();
    expect([some.firstMissing(7), some.firstMissing(8)]).toEqual([null, 8]);
    some.enter(0, 8, 7, -10);
    some.enter(0, 10, 9, -10);
    expect([some.firstMissing(8), some.firstMissing(20)]).toEqual([null, 9]);
    some.enter(0, 9, 8, -10);
    expect([some.firstMissing(10), some.firstMissing(11)]).toEqual([null, 11]);
  });
});
