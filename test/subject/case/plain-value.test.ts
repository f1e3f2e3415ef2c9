/** Results of workers as plain data. */
import { describe, expect, test } from 'vitest';

import { NotPlain, plain } from '../../../src/subject/case/plain-value.js';

test.each([
  ['nothing', undefined, null],
  ['null', null, null],
  ['a number', 7, 7],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['an error', { reason: new RangeError('no') }, { reason: { name: 'RangeError', message: 'no' } }],
  [
    'an instance',
    new (class A {
      id = 1;
      save() {}
    })(),
    { id: 1 },
  ],
  ['a property that is a function or undefined', { a: () => 1, b: undefined, c: 1 }, { c: 1 }],
  ['bytes', Buffer.from('a'), { type: 'Buffer', data: [97] }],
  ['an object that tells itself', { toJSON: () => [1] }, [1]],
  ['the same object twice', ((one) => [one, one])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
])('%s', (_title, value, expected) => {
  expect(plain(value)).toEqual(expected);
});

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('what JSON cannot hold is refused, with its place:', () => {
  test.each([
    [7n, 'a BigInt'],
    [{ rows: [{ id: 1 }, { id: 2n }] }, 'a BigInt (result.rows[1].id)'],
    [new Map(), 'a Map'],
    [{ 'a b': new Set() }, 'a Set (result.a b)'],
    [[Promise.resolve(1)], 'a promise inside the result (result[0])'],
    [Number.NaN, 'NaN'],
    [{ n: Number.NEGATIVE_INFINITY }, '-Infinity (result.n)'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
    [cycle, 'an object that refers to itself'],
    ['x'.repeat(2_500_000), '2.5 million characters of JSON'],
    [
      {
        get a(): number {
          throw new Error('no');
        },
      },
      'an object that cannot be read: no',
    ],
  ])('%#', (value, message) => {
    const work = () => plain(value);
    expect(work).toThrow(NotPlain);
    expect(work).toThrow(
      expect.objectContaining({ message, hint: expect.stringMatching(/^[A-Z].*\.$/) }),
    );
  });
});
