/** Columns of JSON of which parts differ from run to run. */
import { describe, expect, test } from 'vitest';

import { end, judgeOf, learn, returned, serial, shape, table } from './ends.js';

describe('columns of JSON', () => {
  const log = shape('log', 'payload');
  const logged = (...payloads: readonly object[]) =>
    end([returned()], [table(log, ...payloads.map((payload) => JSON.stringify(payload)))]);
  const run = serial(
    'A',
    logged({ at: 1, stock: 5, seen: ['a', 1] }),
    logged({ at: 2, stock: 5, seen: ['a', 1] }),
  );

  test('are masked in the parts that differ only', () => {
    const { judge, verdictOn } = judgeOf([run]);
    expect(judge.knowledge.masked).toEqual(['log.payload.at']);
    expect(judge.knowledge.unequal).toEqual([]);
    expect(verdictOn(logged({ stock: 5, at: 9, seen: ['a', 1] }))).toBe('held');
    expect(verdictOn(logged({ at: 1, stock: 6, seen: ['a', 1] }))).toBe('broken');
    expect(verdictOn(logged({ at: 1, stock: 5, seen: ['b', 1] }))).toBe('broken');
    expect(verdictOn(logged({ at: 1, stock: 5 }))).toBe('broken');
    expect(verdictOn(logged({ at: null, stock: 5, seen: ['a', 1] }))).toBe('broken');
  });

  test('are compared part by part in all rows, in whatever order they are', () => {
    const { judge, verdictOn } = judgeOf([
      serial(
        'A',
        logged({ n: 1, lines: [{ at: 1, text: 'x' }] }, { n: 2, lines: [] }),
        logged({ n: 2, lines: [] }, { n: 1, lines: [{ at: 3, text: 'x' }] }),
      ),
    ]);
    expect(judge.knowledge.masked).toEqual(['log.payload.lines[].at']);
    expect(judge.knowledge.unequal).toEqual([]);
    const other = (text: string) => logged({ n: 1, lines: [{ at: 7, text }] }, { n: 2, lines: [] });
    expect(verdictOn(other('x'))).toBe('held');
    expect(verdictOn(other('y'))).toBe('broken');
  });

  test('are masked at the positions that differ only', () => {
    const { judge, verdictOn } = judgeOf([
      serial('A', logged([1, 40], { rows: [[3, 5]] }), logged([2, 40], { rows: [[4, 5]] })),
    ]);
    expect(judge.knowledge.masked).toEqual(['log.payload.rows[][0]', 'log.payload[0]']);
    expect(verdictOn(logged([9, 40], { rows: [[9, 5]] }))).toBe('held');
    expect(verdictOn(logged([9, 41], { rows: [[9, 5]] }))).toBe('broken');
    expect(verdictOn(logged([9, 40], { rows: [[9, 6]] }))).toBe('broken');
    expect(verdictOn(logged([9, 40, 40], { rows: [[9, 5]] }))).toBe('broken');
  });

  test('are masked in the rows that differ only', () => {
    const { judge, verdictOn } = judgeOf([
      serial('A', logged([{ id: 1 }, { id: 40 }]), logged([{ id: 2 }, { id: 40 }])),
    ]);
    expect(judge.knowledge.masked).toEqual(['log.payload[0].id']);
    expect(verdictOn(logged([{ id: 3 }, { id: 40 }]))).toBe('held');
    expect(verdictOn(logged([{ id: 3 }, { id: 41 }]))).toBe('broken');
  });

  test('are masked at all positions where all differ', () => {
    const { judge, verdictOn } = judgeOf([
      serial('A', logged({ ids: [1, 2], left: 5 }), logged({ ids: [3, 4], left: 5 })),
    ]);
    expect(judge.knowledge.masked).toEqual(['log.payload.ids[]']);
    expect(verdictOn(logged({ ids: [8, 9], left: 5 }))).toBe('held');
    expect(verdictOn(logged({ ids: [8, 9], left: 6 }))).toBe('broken');
  });

  test('are masked as a whole when their properties differ', () => {
    const other = serial('A', logged({ a: 1 }), logged({ b: 1 }));
    expect(learn([other]).masked).toEqual(['log.payload']);
  });

  test('are compared to the last digit where JavaScript would round their numbers', () => {
    const text = (number: string) =>
      end([returned()], [table(log, `{"n":${number},"at":${number},"other":["[1e5,2"]}`)]);
    for (const [one, two] of [
      ['1234567890123456789', '1234567890123456788'],
      ['0.12345678901234567', '0.12345678901234568'],
      ['1e400', '2e400'],
    ] as const) {
      const { judge, verdictOn } = judgeOf([serial('A', text(one), text(two))]);
      expect(judge.knowledge.masked).toEqual(['log.payload.at', 'log.payload.n']);
      const wrong = `{"n":${one},"at":${one},"other":["[1e5,3"]}`;
      expect(verdictOn(end([returned()], [table(log, wrong)]))).toBe('broken');
      const compared = judgeOf([serial('A', text(one), text(one))]);
      expect(compared.judge.knowledge.masked).toEqual([]);
      expect(compared.verdictOn(text(two))).toBe('broken');
    }
  });

  test('can be ignored in parts', () => {
    const same = serial('A', logged({ at: 1, stock: 5 }));
    const { verdictOn } = judgeOf([same], { ignore: ['log.payload.at'] });
    expect(verdictOn(logged({ at: 2, stock: 5 }))).toBe('held');
    expect(verdictOn(logged({ at: 1, stock: 4 }))).toBe('broken');
  });
});
