import { describe, expect, test } from 'vitest';

import type { JsonValue } from '../../../src/model.js';
import { end, failed, judgeOf, learn, refused, returned, serial } from './ends.js';

describe('results', () => {
  const ends = (one: Parameters<typeof returned>[0], other: typeof one) =>
    serial('A', end([returned(one)], []), end([returned(other)], []));

  test('are masked where they differ', () => {
    const { judge, verdictOn } = judgeOf([
      ends({ id: 1, items: [{ at: 1, name: 'pen' }] }, { id: 2, items: [{ at: 2, name: 'pen' }] }),
    ]);
    expect(judge.knowledge.masked).toEqual(['result.id', 'result.items[].at']);
    expect(verdictOn(end([returned({ id: 7, items: [{ at: 9, name: 'pen' }] })], []))).toBe('held');
    expect(verdictOn(end([returned({ id: 7, items: [{ at: 9, name: 'ink' }] })], []))).toBe(
      'broken',
    );
    expect(verdictOn(end([returned({ id: null, items: [{ at: 9, name: 'pen' }] })], []))).toBe(
      'broken',
    );
    expect(verdictOn(end([returned({ id: 7, items: [] })], []))).toBe('broken');
  });

  test.each([
    [{ a: [1] }, { a: [1, 2] }, ['result.a']],
    [{ a: { b: 1 } }, { a: { c: 1 } }, ['result.a']],
    [{ a: { b: 1 } }, { a: { b: 1, c: 1 } }, ['result.a']],
    [{ a: { b: 1 } }, { a: 1 }, ['result.a']],
    [1, 2, ['result']],
    [[1, 2], [1, 3], ['result[1]']],
    [[1, 2], [3, 4], ['result[]']],
    [[[1], { a: 1 }], [[2], { a: 1 }], ['result[][]']],
    [{ a: 1 }, { a: 1 }, []],
  ])('%j and %j', (one, other, masked) => {
    expect(learn([ends(one, other)]).masked).toEqual(masked);
    expect(learn([ends(one, other)]).unequal).toEqual([]);
  });

  test('by their positions, where other items are no noise', () => {
    const { verdictOn } = judgeOf([ends([1, 10, [{ n: 5 }]], [2, 10, [{ n: 5 }]])]);
    const verdictOf = (...items: JsonValue[]) => verdictOn(end([returned(items)], []));
    expect(verdictOf(3, 10, [{ n: 5 }])).toBe('held');
    expect(verdictOf(3, 9, [{ n: 5 }])).toBe('broken');
    expect(verdictOf(3, 10, [{ n: 6 }])).toBe('broken');
    expect(verdictOf(null, 10, [{ n: 5 }])).toBe('broken');
  });

  test('of rows by their positions, where those of other rows are no noise', () => {
    const rows = judgeOf([
      ends(
        [
          { id: 1, n: 5 },
          { id: 7, n: 5 },
        ],
        [
          { id: 1, n: 5 },
          { id: 8, n: 5 },
        ],
      ),
    ]);
    expect(rows.judge.knowledge.masked).toEqual(['result[1].id']);
    const verdictOf = (...items: JsonValue[]) => rows.verdictOn(end([returned(items)], []));
    expect(verdictOf({ id: 1, n: 5 }, { id: 9, n: 5 })).toBe('held');
    expect(verdictOf({ id: 2, n: 5 }, { id: 9, n: 5 })).toBe('broken');
    expect(verdictOf({ id: 1, n: 5 }, { id: 9, n: 6 })).toBe('broken');
  });

  test('of rows within rows at all positions but those of an array that mixes noise with others', () => {
    const row = (id: number) => ({ id, pair: [id, 5] });
    const { judge, verdictOn } = judgeOf([ends([row(1), row(2)], [row(3), row(4)])]);
    expect(judge.knowledge.masked).toEqual(['result[].id', 'result[].pair[0]']);
    expect(verdictOn(end([returned([row(8), row(9)])], []))).toBe('held');
    const other = { id: 8, pair: [8, 4] };
    expect(verdictOn(end([returned([other, row(9)])], []))).toBe('broken');
  });

  test('of lists of ids at all positions', () => {
    const ids = judgeOf([ends([6, 7], [8, 9])]);
    expect(ids.judge.knowledge.masked).toEqual(['result[]']);
    expect(ids.verdictOn(end([returned([1, 2])], []))).toBe('held');
    expect(ids.verdictOn(end([returned([1, 2, 3])], []))).toBe('broken');
  });

  test('are masked where they differ later only, such as a date in whole seconds', () => {
    const { judge, verdictOn } = judgeOf([ends({ at: 7, n: 1 }, { at: 7, n: 1 })]);
    const later = end([returned({ at: 8, n: 1 })], []);
    expect(verdictOn(later)).toBe('broken');
    expect(judge.learn([ends({ at: 8, n: 1 }, { at: 8, n: 1 })])).toBe(true);
    expect(judge.knowledge.masked).toEqual(['result.at']);
    expect(judge.knowledge.unequal).toEqual([]);
    expect(verdictOn(end([returned({ at: 9, n: 1 })], []))).toBe('held');
    expect(verdictOn(end([returned({ at: 9, n: 2 })], []))).toBe('broken');
  });

  test('of one worker do not hide those of another', () => {
    const { verdictOn } = judgeOf([
      serial('AB', end([returned(1), returned(5)], []), end([returned(2), returned(5)], [])),
    ]);
    expect(verdictOn(end([returned(3), returned(5)], []))).toBe('held');
    expect(verdictOn(end([returned(3), returned(6)], []))).toBe('broken');
  });

  test('are masked for a worker that was refused in all serial orders', () => {
    const no = refused('no');
    const { judge } = judgeOf([
      serial('AB', end([returned({ id: 1 }), no], []), end([returned({ id: 2 }), no], [])),
    ]);
    const key = (id: number) =>
      judge.summaryOf({ choices: [], end: end([no, returned({ id })], []) }).key;
    expect(key(3)).toBe(key(4));
  });

  test('are masked when the case ignores them', () => {
    const { verdictOn, judge } = judgeOf([ends({ id: 1, name: 'x' }, { id: 1, name: 'x' })], {
      ignore: ['result.id'],
    });
    expect(verdictOn(end([returned({ id: null, name: 'x' })], []))).toBe('held');
    expect(verdictOn(end([returned({ id: 1, name: 'y' })], []))).toBe('broken');
    expect(judge.knowledge.masked).toEqual(['result.id']);
  });

  test('that the case ignores as a whole are named once, without the parts that differ', () => {
    const differing = [ends({ at: { day: 1 }, id: 1 }, { at: { day: 2 }, id: 2 })];
    const namesIgnoring = (...ignore: readonly string[]) => {
      const { masked, ignored } = learn(differing, { ignore });
      return { masked, ignored };
    };
    expect(namesIgnoring('result')).toEqual({ masked: ['result'], ignored: ['result'] });
    expect(namesIgnoring('result.at')).toEqual({
      masked: ['result.at', 'result.id'],
      ignored: ['result.at'],
    });
  });
});

describe('messages', () => {
  const ends = (one: string, other: string) =>
    serial('A', end([refused(one)], []), end([refused(other)], []));

  test('are masked where they differ', () => {
    const { judge, verdictOn } = judgeOf([ends('order 12 is closed', 'order 93 is closed')]);
    expect(judge.knowledge.masked).toEqual(['message “order … is closed”']);
    expect(verdictOn(end([refused('order 7 is closed')], []))).toBe('held');
    expect(verdictOn(end([refused('order 7 is gone')], []))).toBe('broken');
    expect(verdictOn(end([failed('', 'order 7 is closed')], []))).toBe('broken');
  });

  test('may have more words in one run', () => {
    const { verdictOn } = judgeOf([ends('held by a, b (x.)', 'held by c (x.)')]);
    expect(verdictOn(end([refused('held by d, e, f (x.)')], []))).toBe('held');
    expect(verdictOn(end([refused('held by d (xy)')], []))).toBe('broken');
  });

  test('of failures with an SQLSTATE are not compared', () => {
    const { judge, verdictOn } = judgeOf([
      serial('A', end([failed('23505', 'key 1')], []), end([failed('23505', 'key 2')], [])),
    ]);
    expect(judge.knowledge.masked).toEqual([]);
    expect(verdictOn(end([failed('23505', 'something else')], []))).toBe('held');
  });
});
