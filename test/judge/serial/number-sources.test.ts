import { describe, expect, test } from 'vitest';

import { end, learn, returned, serial, shape, table } from './ends.js';

const NOW = Date.UTC(2026, 10, 30, 12);
const DAY = 86_400_000;
const account = shape('account', 'id* seen# name');

/** Two runs of an order, by what they leave in the column of a number. */
const runs = (...pairs: readonly (readonly [first: string, second: string])[]) =>
  pairs.map(([first, second]) => {
    const [one, other] = [first, second].map((values) =>
      end(
        [returned()],
        [table(account, ...values.split(' ').map((value, at) => `${at} ${value} ann`))],
      ),
    );
    return serial('A', one ?? end([], []), other);
  });

const numbersIn = (pairs: ReturnType<typeof runs>, ignore: readonly string[] = []) =>
  learn(pairs, { ignore, sources: { now: NOW, shifts: [1009, 1046] } }).countedInMemory;

describe('a column of numbers has no known source when', () => {
  test.each([
    ['it goes on from run to run', runs(['2', '4'])],
    ['it is there in one run only', runs(['2', '-'])],
    ['one of its values has none', runs([`${NOW} 2`, `${NOW + 5} 4`])],
    ['it moved by more than a sequence', runs(['2', '2000'])],
    ['one of its values did not move', runs(['2 3', '1011 4'])],
    ['it moved with a sequence, and later goes on', runs(['2', '1011'], ['4', '6'])],
    ['it is a time of long ago', runs([`${NOW - 500 * DAY}`, `${NOW - 500 * DAY + 7}`])],
  ])('%s', (_why, pairs) => {
    expect(numbersIn(pairs)).toEqual(['account.seen']);
  });
});

describe('a column of numbers is no concern when', () => {
  test.each([
    ['it is equal in both runs', runs(['2 3', '3 2'])],
    ['it is now in seconds', runs([`${NOW / 1000}`, `${NOW / 1000 + 1}`])],
    ['it is now in milliseconds', runs([`5 ${NOW}`, `${NOW + 3} 5`])],
    ['it is now in microseconds', runs([`${NOW * 1e3}`, `${NOW * 1e3 + 40}`])],
    ['it is now in nanoseconds', runs([`${NOW * 1e6}`, `${NOW * 1e6 + 9e5}`])],
    ['it is in a year', runs([`${NOW + 366 * DAY}`, `${NOW + 366 * DAY + 3}`])],
    ['it moved with a sequence', runs(['2 5', '1011 5'])],
    ['it moved with two', runs(['2 900', '1011 1946'])],
    ['it moved back when the order was run again', runs(['2', '1011'], ['2', '1011'])],
  ])('%s', (_why, pairs) => {
    expect(numbersIn(pairs)).toEqual([]);
  });

  test('the case ignores it', () => {
    expect(numbersIn(runs(['2', '4']), ['account.seen'])).toEqual([]);
  });

  test('it names a row', () => {
    const order = shape('order', 'id* name');
    const line = shape('line', 'order# amount');
    const ending = (id: number) =>
      end([returned()], [table(order, `${id} ann`), table(line, `${id} 5`)]);
    const { masked, countedInMemory } = learn([serial('A', ending(7), ending(9))]);
    expect([masked, countedInMemory]).toEqual([['order.id'], []]);
  });
});
