import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../../src/model.js';
import type { RepeatedOrder, TimedRun } from '../../../src/judge/serial/repeated-order.js';
import { end, learn, returned, serial, shape, table } from './ends.js';

const NOW = Date.UTC(2026, 10, 30, 12);
const YEAR = 366 * 86_400_000;
const account = shape('account', 'id* seen# label');

/** An end with the number and the label of an account, and what the worker returned. */
const left = (seen: number | bigint, label = 'x', result: JsonValue = null) =>
  end([returned(result)], [table(account, `1 ${seen} ${label}`)]);

const learned = (
  pairs: readonly (readonly [ReturnType<typeof left>, ReturnType<typeof left>])[],
  ignore: readonly string[] = [],
) =>
  learn(
    pairs.map(([first, second], index) => serial(index === 0 ? 'AB' : 'BA', first, second)),
    { ignore, sources: { now: NOW, shifts: [1009] } },
  );

describe('an order is to be repeated when', () => {
  test.each([
    ['a number moves for no known reason', left(1), left(3)],
    ['a number in a text does', left(1, 'no-1'), left(1, 'no-3')],
    ['a number in a result does', left(1, 'x', { n: 1 }), left(1, 'x', { n: 3 })],
    ['a list grows', left(1, 'x', [1]), left(1, 'x', [1, 2])],
  ])('%s', (_why, first, second) => {
    expect(learned([[first, second]]).ordersToRepeat).toEqual([[1, 2]]);
  });

  test('a time moves by the same distance in all orders', () => {
    const slots = (distance: number) =>
      learned([
        [left(1, '2026-12-01T09:00Z'), left(1, '2026-12-01T09:30Z')],
        [left(1, '2026-12-01T10:00Z'), left(1, `2026-12-01T10:${distance}Z`)],
      ]);
    expect(slots(30).ordersToRepeat).toEqual([[1, 2]]);
    expect(slots(31).ordersToRepeat).toEqual([]);
  });

  test('it is the first in which a number moves', () => {
    const pairs = [
      [left(1), left(1)],
      [left(1), left(3)],
    ] as const;
    expect(learned(pairs).ordersToRepeat).toEqual([[2, 1]]);
    expect(learned([...pairs.slice(1), ...pairs.slice(1)]).ordersToRepeat).toEqual([[1, 2]]);
  });
});

describe('no order is to be repeated when', () => {
  test.each([
    ['all is equal', left(1), left(1)],
    ['a number in a text moved with a sequence', left(1, 'INV-1'), left(1, 'INV-1010')],
    ['a number is a time', left(NOW), left(NOW + 3)],
    ['a text has a time', left(1, '2026-10-30T12:00:00Z'), left(1, '2026-10-30T12:00:01Z')],
    ['a text is random', left(1, 'a8f3e1c5'), left(1, '77dc0b1a')],
  ])('%s', (_why, first, second) => {
    expect(learned([[first, second]]).ordersToRepeat).toEqual([]);
  });

  test('a number moved with a sequence in all orders', () => {
    const moved = [left(1), left(1010)] as const;
    expect(learned([moved, moved]).ordersToRepeat).toEqual([]);
  });

  test('the case ignores what moves', () => {
    const moved = [left(1, 'x', { a: { n: 1 } }), left(3, 'x', { a: { n: 3 } })] as const;
    const ignore = ['account.seen', 'result.a'];
    expect(learned([moved], ignore).ordersToRepeat).toEqual([]);
    expect(learned([moved], ['account.seen']).ordersToRepeat).toEqual([[1, 2]]);
  });
});

/** When each of six runs begins, in milliseconds, and which transaction comes then. */
const BEGINNINGS = [0, 30, 37, 80, 95, 99];
const RUN_MS = 3;

/** What is counted in memory after an order was run again three times in pairs. */
function countedAfter(endOf: (run: number, at: number) => ReturnType<typeof left>) {
  const runs = BEGINNINGS.map((at, run): TimedRun => {
    const clock = [NOW + at, NOW + at + RUN_MS] as const;
    return { end: endOf(run, at), clock, transactions: [700 + at, 700 + at + 3] };
  });
  const pairs = [0, 2, 4].flatMap((at): RepeatedOrder['pairs'] => {
    const [first, second] = runs.slice(at, at + 2);
    return first === undefined || second === undefined ? [] : [{ first, second }];
  });
  const before = learned([[endOf(10, 1000), endOf(21, 1017)]]);
  return before.repeated([{ order: [1, 2], pairs }]).countedInMemory;
}

const isSecond = (run: number): boolean => run % 2 === 1;

describe('a column of numbers has a source when it is run again, and', () => {
  test.each([
    ['it is a hash of a number from a sequence', (run: number) => (isSecond(run) ? 77 : 5417)],
    ['it is the id of a transaction', (_run: number, at: number) => 701 + at],
    ['it is a time in five years', (_run: number, at: number) => NOW + 5 * YEAR + at + 1],
    ['it is so in microseconds', (_run: number, at: number) => (NOW + 5 * YEAR + at + 1) * 1e3],
    [
      'it is so in seconds, and was another one before',
      (_run: number, at: number) => Math.floor((NOW + 90 * YEAR + at) / 1000),
    ],
  ])('%s', (_why, numberIn) => {
    expect(countedAfter((run, at) => left(numberIn(run, at)))).toEqual([]);
  });
});

describe('a column of numbers has no source when it is run again, and', () => {
  test.each([
    ['it is a count', (run: number) => 2 * run],
    ['it is random', (run: number) => [5, 2, 9, 4, 1, 7][run % 6] ?? 0],
    ['it is a hash that moves once', (run: number) => (run > 3 ? 77 : 5417)],
    ['it comes to a limit', (run: number) => Math.max(0, 3 - run)],
    ['it does not move any more', (run: number) => (run > 20 ? 1 : 0)],
    ['it is the id of a transaction of long ago', (_run: number, at: number) => 501 + at],
    ['it is a time of long ago', (_run: number, at: number) => NOW - 40 * YEAR + at],
    ['it is a time that stays behind', (run: number) => NOW + 5 * YEAR + run],
  ])('%s', (_why, numberIn) => {
    expect(countedAfter((run, at) => left(numberIn(run, at)))).toEqual(['account.seen']);
  });
});

test('what keeps counting is named beside the columns of numbers, and what moves unevenly is not', () => {
  const count = (run: number) => left(7 ** run, `no-${run}`, { n: -run });
  expect(countedAfter(count)).toEqual(['account.label', 'account.seen', 'result.n']);
  const noise = (run: number) => left(1, `no-${run ** 2}`, { n: 5 + (run % 3) });
  expect(countedAfter(noise)).toEqual([]);
});
