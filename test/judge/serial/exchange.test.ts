import { expect, test } from 'vitest';

import { exchangeIn } from '../../../src/judge/serial/exchange.js';
import type { Verdict } from '../../../src/model.js';
import { numbersOf } from '../../../src/text/schedule.js';

/** The exchange in a schedule when only these others were explored. */
const exchange = (
  letters: string,
  explored: Readonly<Record<string, Verdict>>,
  marked: number | null = null,
) => exchangeIn(numbersOf(letters), (other) => explored[other], marked);

test('two neighbouring steps whose exchange makes the schedule hold', () => {
  expect(exchange('ABBA', { ABAB: 'held' })).toEqual({ first: 3, second: 4 });
  expect(exchange('ABBA', { BABA: 'broken', ABAB: 'held' })).toEqual({ first: 3, second: 4 });
});

test('none when the schedule with the two exchanged did not hold, or was not explored', () => {
  expect(exchange('ABBA', { ABAB: 'broken', BABA: 'inconclusive' })).toBeNull();
  expect(exchange('ABBA', { AABB: 'held' })).toEqual({ first: 2, second: 4 });
  expect(exchange('ABBA', { AAABBB: 'held' })).toBeNull();
  expect(exchange('AAAA', { AAAA: 'held' })).toBeNull();
});

test('the earliest pair of neighbours, unless another one involves the marked step', () => {
  const held = { BAABB: 'held', ABBAB: 'held', AABBB: 'held' } as const;
  expect(exchange('ABABB', held)).toEqual({ first: 1, second: 2 });
  expect(exchange('ABABB', held, 3)).toEqual({ first: 2, second: 3 });
  expect(exchange('ABABB', held, 4)).toEqual({ first: 3, second: 4 });
  expect(exchange('ABABB', held, 5)).toEqual({ first: 1, second: 2 });
});

test('neighbours before steps that are further apart, and those before the ones at the ends', () => {
  expect(exchange('ABBAA', { BBAAA: 'held', ABAAB: 'held', BABAA: 'held' })).toEqual({
    first: 1,
    second: 2,
  });
  expect(exchange('ABBCA', { ACBBA: 'held', CBBAA: 'held' })).toEqual({ first: 2, second: 4 });
});

test('not two steps of one worker', () => {
  expect(exchange('AAB', { AAB: 'held' })).toBeNull();
});
