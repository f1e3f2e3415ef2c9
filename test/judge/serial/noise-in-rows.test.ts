import { describe, expect, test } from 'vitest';

import { end, judgeOf, learn, reference, refused, returned, serial, shape, table } from './ends.js';

const item = shape('item', 'id* name at');

describe('columns', () => {
  const run = serial(
    'A',
    end([returned()], [table(item, '1 pen 10:00', '2 ink 10:00')]),
    end([returned()], [table(item, '8 pen 10:09', '9 ink 10:09')]),
  );

  test('are masked when their values differ between two runs of an order', () => {
    const { judge, verdictOn } = judgeOf([run]);
    expect(judge.knowledge.masked).toEqual(['item.at', 'item.id']);
    expect(judge.knowledge.unequal).toEqual([]);
    expect(verdictOn(end([returned()], [table(item, '4 ink 11:00', '3 pen 11:01')]))).toBe('held');
    expect(verdictOn(end([returned()], [table(item, '4 ink 11:00', '3 ink 11:01')]))).toBe(
      'broken',
    );
  });

  test('are masked in all orders', () => {
    const other = serial('BA', end([returned(), returned()], [table(item, '1 pen 10:00')]));
    const noisy = serial(
      'AB',
      end([returned(), returned()], [table(item, '1 pen 10:00')]),
      end([returned(), returned()], [table(item, '1 pen 10:01')]),
    );
    const { masked, outcomes } = learn([other, noisy]);
    expect(masked).toEqual(['item.at']);
    expect(outcomes).toHaveLength(1);
  });

  test('still count as NULL or not', () => {
    const { verdictOn } = judgeOf([run]);
    expect(verdictOn(end([returned()], [table(item, '4 ink 11:00', '3 pen -')]))).toBe('broken');
  });

  test('do not count as NULL or not when that is noise', () => {
    const { verdictOn } = judgeOf([
      serial(
        'A',
        end([returned()], [table(item, '1 pen 10:00')]),
        end([returned()], [table(item, '1 pen -')]),
      ),
    ]);
    expect(verdictOn(end([returned()], [table(item, '1 pen -')]))).toBe('held');
    expect(verdictOn(end([returned()], [table(item, '2 pen -')]))).toBe('broken');
  });

  test('are not masked for a number of rows that differs: the order cannot be told to be equal', () => {
    const { masked, unequal } = learn([
      serial(
        'A',
        end([returned()], [table(item, '1 pen 10:00')]),
        end([returned()], [table(item, '1 pen 10:00', '2 pen 10:00')]),
      ),
    ]);
    expect(masked).toEqual([]);
    expect(unequal).toEqual([[1]]);
  });

  test('are masked when the case ignores them', () => {
    const runs = [serial('A', end([returned()], [table(item, '1 pen 10:00')]))];
    const later = end([returned()], [table(item, '1 pen -')]);
    expect(judgeOf(runs).verdictOn(later)).toBe('broken');
    const { judge, verdictOn } = judgeOf(runs, { ignore: ['item.at'] });
    expect(verdictOn(later)).toBe('held');
    expect(judge.knowledge.masked).toEqual(['item.at']);
  });

  test('can turn out to be noise later', () => {
    const { judge, verdictOn } = judgeOf([
      serial('A', end([returned()], [table(item, '1 pen 10:00')])),
    ]);
    const later = end([returned()], [table(item, '1 pen 10:01')]);
    expect(verdictOn(later)).toBe('broken');
    expect(judge.learn([serial('A', later, end([returned()], [table(item, '1 pen 9:00')]))])).toBe(
      true,
    );
    expect(verdictOn(later)).toBe('held');
    expect(judge.knowledge.orderCount).toBe(1);
  });
});

describe('keys of the rows of the start', () => {
  const account = shape('account', 'id* balance');
  const start = [table(account, '1 50', '2 50')];
  const opened = (id: number) => end([returned()], [table(account, '1 40', '2 60', `${id} 0`)]);
  const { judge, verdictOn } = judgeOf([serial('A', opened(3), opened(103))], { start });

  test('are compared although the keys of new rows are masked', () => {
    expect(judge.knowledge.masked).toEqual(['account.id']);
    expect(verdictOn(end([returned()], [table(account, '1 40', '2 60', '7 0')]))).toBe('held');
    expect(verdictOn(end([returned()], [table(account, '1 60', '2 40', '7 0')]))).toBe('broken');
  });

  test('are not compared when they differ from run to run as well', () => {
    const unsteady = learn(
      [
        serial(
          'A',
          end([returned()], [table(account, '1 50')]),
          end([returned()], [table(account, '2 50')]),
        ),
      ],
      { start },
    );
    expect(unsteady.unequal).toEqual([]);
  });
});

describe('foreign keys', () => {
  const order = shape('order', 'id* buyer');
  const line = shape('line', 'id* order product', [reference(1, 'order')]);
  /** Orders of anna and ben, and a line each, with numbers that begin at some number. */
  const ordered = (from: number, annas = from, bens = from + 1) =>
    end(
      [returned()],
      [
        table(order, `${from} anna`, `${from + 1} ben`),
        table(line, `${from} ${annas} pen`, `${from + 1} ${bens} ink`),
      ],
    );
  const { judge, verdictOn } = judgeOf([serial('A', ordered(1), ordered(101))]);

  test('to a masked key are compared by the row that they point to', () => {
    expect(judge.knowledge.masked).toEqual(['line.id', 'order.id']);
    expect(judge.knowledge.unequal).toEqual([]);
    expect(verdictOn(ordered(51))).toBe('held');
    expect(verdictOn(ordered(51, 52, 51))).toBe('broken');
    expect(verdictOn(ordered(51, 51, 51))).toBe('broken');
  });

  test('see which of two equal rows has which rows', () => {
    const two = (from: number, first: number, second: number) =>
      end(
        [returned()],
        [
          table(order, `${from} anna`, `${from + 1} anna`),
          table(line, `${from} ${first} pen`, `${from + 1} ${second} pen`),
        ],
      );
    const each = judgeOf([serial('A', two(1, 1, 2), two(101, 101, 102))]);
    expect(each.verdictOn(two(5, 6, 5))).toBe('held');
    expect(each.verdictOn(two(5, 5, 5))).toBe('broken');
  });

  test('may go in circles', () => {
    const node = shape('node', 'id* next name', [reference(1, 'node')]);
    const ring = (a: number, b: number, names: string) =>
      end([returned()], [table(node, `${a} ${b} ${names[0]}`, `${b} ${a} ${names[1]}`)]);
    const rings = judgeOf([serial('A', ring(1, 2, 'xy'), ring(11, 12, 'xy'))]);
    expect(rings.verdictOn(ring(6, 5, 'yx'))).toBe('held');
    expect(rings.verdictOn(ring(6, 5, 'xx'))).toBe('broken');
    const loops = end([returned()], [table(node, '1 1 x', '2 2 y')]);
    expect(rings.verdictOn(loops)).toBe('broken');
  });

  test('are not compared when the case ignores them', () => {
    const ignoring = judgeOf([serial('A', ordered(1), ordered(101))], { ignore: ['line.order'] });
    expect(ignoring.verdictOn(ordered(51, 52, 51))).toBe('held');
  });

  test('to a row that is in no table are compared as masked', () => {
    const lost = (id: number) =>
      end([returned()], [table(order, `${id} anna`), table(line, `${id} 999 pen`)]);
    const dangling = judgeOf([serial('A', lost(1), lost(2))]);
    expect(dangling.verdictOn(lost(3))).toBe('held');
    expect(
      dangling.verdictOn(end([returned()], [table(order, '3 anna'), table(line, '3 3 pen')])),
    ).toBe('broken');
  });
});

test('endings of two kinds in one order are not noise', () => {
  const { unequal, outcomes } = learn([
    serial('AB', end([returned(1), returned(2)], []), end([returned(1), refused('no')], [])),
    serial('BA', end([returned(1), returned(2)], [])),
  ]);
  expect(unequal).toEqual([[1, 2]]);
  expect(outcomes.map(({ orders }) => orders)).toEqual([
    [
      [1, 2],
      [2, 1],
    ],
    [[1, 2]],
  ]);
});
