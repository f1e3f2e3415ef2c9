/**
 * An order is run again in pairs. What each run leaves stands in the order of time: `1 2 / 3 4` is two pairs, whose first
 * runs leave 1 and 3.
 */
import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../../src/model.js';
import type { CaseEnd } from '../../../src/judge/serial/end.js';
import type { RepeatedOrder, TimedRun } from '../../../src/judge/serial/repeated-order.js';
import { countsIn } from '../../../src/judge/serial/repeats.js';
import { end, returned, shape, table } from './ends.js';

const NONE: TimedRun['clock'] = [0, 0];
const item = shape('item', 'id* label');

function repeatsOf<Left>(pairs: readonly (readonly Left[])[], endOf: (left: Left) => CaseEnd) {
  const run = (left: Left): TimedRun => ({ end: endOf(left), clock: NONE, transactions: NONE });
  return pairs.map(([first, second]) => {
    if (first === undefined || second === undefined) throw new Error('a pair lacks a run');
    return { first: run(first), second: run(second) };
  });
}

const uuid = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;

/** Ends in a count of the library that makes it, as an ObjectId does. */
const token = (last: number) => `6722f1a0c4e8b9d00000000${last}`;

const counted = (pairs: RepeatedOrder['pairs'], masked: readonly string[]) =>
  countsIn([{ order: [1, 2], pairs }], masked);

/** What counts of the labels of rows. A run that leaves two rows has a `|` between their labels. */
const countsOf = (runs: string): readonly string[] => {
  const pairs = runs.split(' / ').map((pair) => pair.split(' '));
  const rowsOf = (labels: string) => labels.split('|').map((label, at) => `${at} ${label}`);
  const ends = repeatsOf(pairs, (labels) => end([], [table(item, ...rowsOf(labels))]));
  return counted(ends, ['item.label']);
};

describe('a column keeps counting when', () => {
  test.each([
    ['it is a count', '1 2 / 3 4 / 5 6 / 7 8'],
    ['it counts down', '90 80 / 70 60 / 50 40'],
    ['it is in a text', 'no-7 no-9 / no-11 no-13 / no-15 no-17'],
    ['it is a label with zeros', 'A008 A009 / A010 A011 / A012 A013'],
    ['it is money', '$998.00 $999.00 / $1,000.00 $1,001.00 / $1,002.00 $1,003.00'],
    ['it is an interval', '00:00:58 00:00:59 / 00:01:00 00:01:01 / 00:01:02 00:01:03'],
    ['it is in an array', '{1,9} {2,9} / {3,9} {4,9} / {5,9} {6,9}'],
    ['it is a fraction', '0.1 0.2 / 0.3 0.4 / 0.5 0.6'],
    ['it is a date', '2026-10-29 2026-10-30 / 2026-10-31 2026-11-01 / 2026-11-02 2026-11-03'],
    ['a random token is before it', 'a1f-3 b22-4 / c3c-5 77d-6 / e5-7 f6f-8'],
    ['a sequence is added to it', '1 1011 / 3 1013 / 5 1015'],
    ['two rows have it', '1|2 3|4 / 5|6 7|8 / 9|10 11|12'],
    ['another row has a number that stays', '1|4 2|4 / 3|4 4|4 / 5|4 6|4'],
    ['another row is random', 'n1|x:7 n2|x:1 / n3|x:5 n4|x:8 / n5|x:2 n6|x:4'],
  ])('%s', (_why, runs) => {
    expect(countsOf(runs)).toEqual(['item.label']);
  });
});

describe('a column is noise when', () => {
  test.each([
    ['it moves with a sequence and back', '1 1010 / 1 1010 / 1 1010'],
    ['it is a text with such a number', 'INV-1 INV-1010 / INV-1 INV-1010 / INV-1 INV-1010'],
    ['it is random', '5 2 / 9 4 / 1 7'],
    ['it moves on, but unevenly', '1 2 / 3 4 / 6 7'],
    ['only the first runs move evenly', '1 2 / 3 4 / 5 7'],
    ['the second runs move by another distance', '1 2 / 3 5 / 5 8'],
    ['it is random hexadecimal', 'a8f3 b8c9 / 1f0e 3333 / ab12 9d00'],
    ['it is a time', '12:00:00.1 12:00:00.3 / 12:00:00.4 12:00:00.8 / 12:00:00.9 12:00:01.1'],
    ['it is a date', '2026-10-30 2026-10-31 / 2026-10-31 2026-10-31 / 2026-10-31 2026-10-31'],
    ['it is in a UUID', `${uuid(1)} ${uuid(2)} / ${uuid(3)} ${uuid(4)} / ${uuid(5)} ${uuid(6)}`],
    [
      'it is in a token',
      `${token(1)} ${token(2)} / ${token(3)} ${token(4)} / ${token(5)} ${token(6)}`,
    ],
    ['a run leaves more rows than the others', '1 2 / 3 4|9 / 5 6'],
    ['it was run again in two pairs only', '1 2 / 3 4'],
  ])('%s', (_why, runs) => {
    expect(countsOf(runs)).toEqual([]);
  });

  test('it is compared', () => {
    const pairs = [
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ];
    const ends = repeatsOf(pairs, (label) => end([], [table(item, `1 ${label}`)]));
    expect(counted(ends, ['item.id', 'other.label'])).toEqual([]);
    expect(counted(ends, ['item.label'])).toEqual(['item.label']);
  });
});

/** The runs by which a count moves: 1 to 6. */
const runs = (leftBy: (run: number) => JsonValue) =>
  [1, 3, 5].map((run) => [leftBy(run), leftBy(run + 1)] as const);

describe('in a result', () => {
  const countsInResults = (leftBy: (run: number) => JsonValue, masked: readonly string[]) =>
    counted(
      repeatsOf(runs(leftBy), (value) => end([returned(), returned(value)], [])),
      masked,
    );
  const even = (run: number) => 3 * run;
  /** Moves on, but by unequal distances. */
  const uneven = (run: number) => run * run;

  test.each([
    ['a number', even, 'result'],
    ['a part', (run: number) => ({ of: { n: even(run) } }), 'result.of.n'],
    ['a part of a whole that is not compared', (run: number) => [{ n: even(run) }], 'result'],
    ['an item', (run: number) => ({ at: [even(run), uneven(run)] }), 'result.at[]'],
    ['a text', (run: number) => ({ text: `you are number ${even(run)}` }), 'result.text'],
    ['how long a list is', (run: number) => ({ all: Array(run).fill('x') }), 'result.all'],
  ])('%s keeps counting', (_what, leftBy, name) => {
    expect(countsInResults(leftBy, [name])).toEqual([name]);
  });

  test.each([
    ['a number', uneven, 'result'],
    ['a text', (run: number) => `took ${uneven(run)} ms`, 'result'],
    ["a row's place in its table", (run: number) => `(0,${run})`, 'result'],
    ['another part', (run: number) => ({ n: even(run), ms: uneven(run) }), 'result.ms'],
  ])('%s is noise', (_what, leftBy, name) => {
    expect(countsInResults(leftBy, [name])).toEqual([]);
  });
});

describe('a column of JSON', () => {
  const log = shape('log', 'payload');
  const countsInLog = (leftBy: (run: number) => JsonValue, masked: readonly string[]) =>
    counted(
      repeatsOf(runs(leftBy), (value) => end([], [table(log, JSON.stringify(value))])),
      masked,
    );
  const logged = (run: number) => ({ n: run, label: `no_${run}`, at: run ** 3, list: [run] });

  test.each([
    [['log.payload.n', 'log.payload.at']],
    [['log.payload.label', 'log.payload.at']],
    [['log.payload.list[]', 'log.payload.at']],
    [['log.payload']],
  ])('keeps counting in the first of %j, and in no other', ([name = '', ...noise]) => {
    expect(countsInLog(logged, [name, ...noise])).toEqual([name]);
  });
});

test('a time that moves evenly keeps counting, unless the clock moved evenly, too', () => {
  const noon = Date.UTC(2026, 9, 30, 12);
  const countsAt = (secondsApart: number) => {
    const ends = repeatsOf(
      runs((run) => run),
      (run) => end([returned(new Date(noon + Number(run) * 1000).toISOString())], []),
    );
    const timed = (run: TimedRun, at: number): TimedRun => {
      const from = noon + at * secondsApart * 1000 + 400;
      return { ...run, clock: [from, from + 20] };
    };
    const pairs = ends.map(({ first, second }, pair) => ({
      first: timed(first, 2 * pair),
      second: timed(second, 2 * pair + 1),
    }));
    return counted(pairs, ['result']);
  };
  expect(countsAt(1)).toEqual([]);
  expect(countsAt(0.03)).toEqual(['result']);
});

describe('keys', () => {
  const order = shape('order', 'id* note');
  const noted = (noteOf: (id: number) => number) =>
    counted(
      repeatsOf(
        runs((run) => run),
        (run) => end([], [table(order, '3 7', `${Number(run) + 100} ${noteOf(Number(run))}`)]),
      ),
      ['order.id', 'order.note'],
    );

  test('of new rows may be counted in memory, and so may what names such a row', () => {
    expect(noted((run) => run + 100)).toEqual([]);
  });

  test('may be texts that are counted in memory', () => {
    const named = repeatsOf(
      runs((run) => run),
      (run) => end([], [table(order, `ORD-${Number(run)} 7`)]),
    );
    expect(counted(named, ['order.id', 'order.note'])).toEqual([]);
  });

  test('of other rows explain no count', () => {
    expect(noted((run) => run)).toEqual(['order.note']);
  });
});
