import { describe, expect, test } from 'vitest';

import { differenceFrom, serialOutcomesFor } from '../../../src/judge/serial/difference.js';
import type { JsonValue } from '../../../src/model.js';
import type { CaseEnd } from '../../../src/judge/serial/end.js';
import type { SerialKnowledge } from '../../../src/judge/serial/knowledge.js';
import { end, learn, reference, refused, retried, returned, serial, shape, table } from './ends.js';

const product = shape('product', 'id* stock');
const purchase = shape('purchase', 'id* product buyer at');

const bought = (stock: number, ...purchases: readonly string[]) => [
  table(product, `1 ${stock}`),
  table(purchase, ...purchases),
];
const annaFirst = (id: number, at: string) =>
  end([returned({ id }), refused('sold out')], bought(0, `${id} 1 anna ${at}`));
const benFirst = (id: number, at: string) =>
  end([refused('sold out'), returned({ id })], bought(0, `${id} 1 ben ${at}`));
const knowledge = learn(
  [
    serial('AB', annaFirst(1, '10:00'), annaFirst(101, '10:01')),
    serial('BA', benFirst(1, '10:02'), benFirst(101, '10:03')),
  ],
  { start: bought(1) },
);

const difference = (of: CaseEnd, known: SerialKnowledge = knowledge) => differenceFrom(of, known);

describe('the difference', () => {
  test('is that from the serial order with the fewest differences', () => {
    const both = end(
      [returned({ id: 8 }), returned({ id: 9 })],
      bought(0, '8 1 anna 11:00', '9 1 ben 11:00'),
    );
    expect(difference(both)).toEqual({
      order: [1, 2],
      endings: [{ worker: 2, here: returned({ id: 9 }), serial: refused('sold out') }],
      rows: [
        {
          table: 'purchase',
          kind: 'inserted',
          key: [],
          columns: [
            { name: 'product', before: null, after: '1' },
            { name: 'buyer', before: null, after: 'ben' },
          ],
        },
      ],
    });
    const onlyBens = end([returned({ id: 8 }), returned({ id: 9 })], bought(0, '9 1 ben 11:00'));
    expect(difference(onlyBens)).toMatchObject({
      order: [2, 1],
      endings: [{ worker: 1 }],
      rows: [],
    });
  });

  test('names rows by a key that is compared', () => {
    const below = end([returned({ id: 8 }), refused('sold out')], bought(-1, '8 1 anna 11:00'));
    expect(difference(below)).toEqual({
      order: [1, 2],
      endings: [],
      rows: [
        {
          table: 'product',
          kind: 'updated',
          key: ['1'],
          columns: [{ name: 'stock', before: '0', after: '-1' }],
        },
      ],
    });
  });

  test('recognises rows whose key is masked by their other columns', () => {
    const other = end([returned({ id: 8 }), refused('sold out')], bought(0, '8 2 anna 11:00'));
    expect(difference(other)?.rows).toEqual([
      {
        table: 'purchase',
        kind: 'updated',
        key: [],
        columns: [{ name: 'product', before: '1', after: '2' }],
      },
    ]);
  });

  test('is null when a serial order ends the same', () => {
    expect(difference(annaFirst(55, '12:00'))).toBeNull();
    expect(difference(benFirst(55, '12:00'))).toBeNull();
  });
});

describe('the order of items', () => {
  const rows = (...ids: readonly number[]) => ids.map((id) => ({ id, at: `${Math.random()}` }));
  const listing = (of: JsonValue, stock = 1) => end([returned(of), returned()], bought(stock));
  const learnt = (one: JsonValue, another: JsonValue, second = one) =>
    learn([serial('AB', listing(one), listing(second)), serial('BA', listing(another))]);
  const reordered = (of: CaseEnd, known: SerialKnowledge) =>
    difference(of, known)?.endings.map((each) => each.reordered);

  test('is told from other items', () => {
    const known = learnt([1, 2], [1, 2, 3]);
    expect(reordered(listing([2, 1]), known)).toEqual([['result']]);
    expect(reordered(listing([2, 2]), known)).toEqual([undefined]);
    expect(reordered(listing([2, 1, 2]), known)).toEqual([undefined]);
    expect(reordered(listing(null), known)).toEqual([undefined]);
  });

  test('is found inside of a result, also where its parts are masked', () => {
    const known = learnt(
      { rows: rows(1, 2), n: 2 },
      { rows: rows(3), n: 1 },
      { rows: rows(1, 2), n: 2 },
    );
    expect(reordered(listing({ n: 2, rows: rows(2, 1) }), known)).toEqual([['result.rows']]);
    expect(reordered(listing({ n: 3, rows: rows(2, 1) }), known)).toEqual([undefined]);
    const nested = learnt([[1, 2], [3]], []);
    expect(reordered(listing([[2, 1], [3]]), nested)).toEqual([['result[]']]);
  });

  test('a serial order with the same items is nearer than one with others', () => {
    const known = learnt([3, 4], [1, 2]);
    expect(difference(listing([2, 1]), known)).toMatchObject({ order: [2, 1] });
  });
});

describe('foreign keys to masked keys', () => {
  const order = shape('order', 'id* buyer');
  const line = shape('line', 'id* order product', [reference(1, 'order')]);
  const ordered = (from: number, to = from, buyers = 'anna ben') =>
    end(
      [returned()],
      [
        table(order, ...buyers.split(' ').map((buyer, index) => `${from + index} ${buyer}`)),
        table(line, `${from} ${to} pen`),
      ],
    );

  test('are shown when they point to another row', () => {
    const known = learn([serial('A', ordered(1), ordered(101))]);
    expect(difference(ordered(51, 52), known)?.rows).toEqual([
      {
        table: 'line',
        kind: 'updated',
        key: [],
        columns: [{ name: 'order', before: '1', after: '52' }],
      },
    ]);
    expect(difference(ordered(51), known)).toBeNull();
  });

  test('tell a difference that no row shows by itself', () => {
    const twoLines = (from: number, first: number, second: number) =>
      end(
        [returned()],
        [
          table(order, `${from} anna`, `${from + 1} anna`),
          table(line, `${from} ${first} pen`, `${from + 1} ${second} pen`),
        ],
      );
    const known = learn([serial('A', twoLines(1, 1, 2), twoLines(101, 101, 102))]);
    expect(difference(twoLines(5, 5, 5), known)?.rows).not.toEqual([]);
    expect(difference(twoLines(5, 6, 5), known)).toBeNull();
  });
});

describe('with failures that callers retry', () => {
  const benAlone = (id: number) => end([null, returned({ id })], bought(0, `${id} 1 ben 10:00`));
  const known = knowledge.extended([serial('B', benAlone(1), benAlone(101))]);

  test('the others are compared with their own serial orders', () => {
    const leftBehind = end([retried(), returned({ id: 7 })], bought(-1, '7 1 ben 10:00'));
    expect(difference(leftBehind, known)).toEqual({
      order: [2],
      endings: [],
      rows: [
        {
          table: 'product',
          kind: 'updated',
          key: ['1'],
          columns: [{ name: 'stock', before: '0', after: '-1' }],
        },
      ],
    });
    expect(serialOutcomesFor(leftBehind, known).map(({ orders }) => orders)).toEqual([[[2]]]);
    expect(serialOutcomesFor(annaFirst(1, '10:00'), known)).toHaveLength(2);
  });

  test('there is none when nothing was left behind', () => {
    const clean = end([retried(), returned({ id: 7 })], bought(0, '7 1 ben 10:00'));
    expect(difference(clean, known)).toBeNull();
  });
});

test('the outcomes of serial orders lead from the rows of the start', () => {
  expect(knowledge.outcomes[0]).toMatchObject({
    orders: [[1, 2]],
    endings: [{ kind: 'returned' }, { kind: 'refused' }],
    changes: [
      { table: 'product', kind: 'updated', columns: [{ name: 'stock', before: '1', after: '0' }] },
      { table: 'purchase', kind: 'inserted', key: ['1'] },
    ],
  });
});
