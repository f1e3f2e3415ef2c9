import { describe, expect, test } from 'vitest';

import { differenceFrom } from '../../../src/judge/serial/difference.js';
import type { JsonValue } from '../../../src/model.js';
import { end, judgeOf, reference, returned, serial, shape, table } from './ends.js';

const order = shape('order', 'id* buyer');
const line = shape('line', 'id* order amount');

/** Two orders with a line each, in which no foreign key is declared. */
const ordered = (orders: readonly string[], lines: readonly string[], results: JsonValue[] = []) =>
  end(
    [returned(results[0] ?? null), returned(results[1] ?? null)],
    [table(order, ...orders), table(line, ...lines)],
  );

describe('a column that names rows of another table', () => {
  const run = serial(
    'AB',
    ordered(['1 anna', '2 ben'], ['1 1 10', '2 2 20']),
    ordered(['1001 anna', '1002 ben'], ['2001 1001 10', '2002 1002 20']),
  );

  test('is compared by those rows', () => {
    const { judge, verdictOn } = judgeOf([run]);
    expect(judge.knowledge.masked).toEqual(['line.id', 'order.id']);
    const other = (first: number, second: number) =>
      ordered(['7 anna', '8 ben'], [`3 ${first} 10`, `4 ${second} 20`]);
    expect(verdictOn(other(7, 8))).toBe('held');
    expect(verdictOn(other(8, 7))).toBe('broken');
    expect(verdictOn(other(7, 7))).toBe('broken');
    expect(verdictOn(other(7, 9))).toBe('broken');
  });

  test('is masked when it also names rows that are not there', () => {
    const { judge, verdictOn } = judgeOf([
      run,
      serial(
        'BA',
        ordered(['1 ben'], ['1 1 20', '2 2 10']),
        ordered(['1001 ben'], ['2001 1001 20', '2002 1002 10']),
      ),
    ]);
    expect(judge.knowledge.masked).toEqual(['line.id', 'line.order', 'order.id']);
    expect(verdictOn(ordered(['7 anna', '8 ben'], ['3 8 10', '4 7 20']))).toBe('held');
  });

  test('is masked when it may name rows of two tables', () => {
    const twin = shape('twin', 'id*');
    const both = (first: number, second: number) =>
      end(
        [returned()],
        [
          table(order, `${first} anna`),
          table(twin, `${first}`),
          table(line, `${second} ${first} 10`),
        ],
      );
    const { judge } = judgeOf([serial('A', both(1, 1), both(1001, 2001))]);
    expect(judge.knowledge.masked).toEqual(['line.id', 'line.order', 'order.id', 'twin.id']);
  });

  test('is compared as it says when the case ignores it', () => {
    const { verdictOn } = judgeOf([run], { ignore: ['line.order'] });
    expect(verdictOn(ordered(['7 anna', '8 ben'], ['3 8 10', '4 7 20']))).toBe('held');
  });

  test('is that of the foreign key, when there is one', () => {
    const declared = shape('line', 'id* order amount', [reference(1, 'order')]);
    const both = (first: number, second: number) =>
      end([returned()], [table(order, `${first} anna`), table(declared, `${second} ${first} 10`)]);
    const { judge } = judgeOf([serial('A', both(1, 1), both(1001, 2001))]);
    expect(judge.knowledge.canon.comparisons[1]?.followed).toHaveLength(1);
  });
});

describe('a part of a result that names a row', () => {
  const both = (first: number, results: readonly JsonValue[]) =>
    ordered([`${first} anna`, `${first + 1} ben`], [], [...results]);
  const run = serial(
    'AB',
    both(1, [{ id: 1, at: 3 }, { ids: ['2'] }]),
    both(1001, [{ id: 1001, at: 4 }, { ids: ['1002'] }]),
  );

  test('is compared by that row', () => {
    const { judge, verdictOn } = judgeOf([run]);
    expect(judge.knowledge.masked).toEqual(['order.id', 'result.at']);
    expect(verdictOn(both(7, [{ id: 7, at: 9 }, { ids: ['8'] }]))).toBe('held');
    // Each of them has the number of the other one's row, or both have the same.
    expect(verdictOn(both(7, [{ id: 8, at: 9 }, { ids: ['7'] }]))).toBe('broken');
    expect(verdictOn(both(7, [{ id: 8, at: 9 }, { ids: ['8'] }]))).toBe('broken');
    expect(verdictOn(both(7, [{ id: 6, at: 9 }, { ids: ['8'] }]))).toBe('broken');
  });

  test('tells rows apart that are alike', () => {
    const alike = (first: number, results: readonly JsonValue[]) =>
      ordered([`${first} anna`, `${first + 1} anna`], [], [...results]);
    const { verdictOn } = judgeOf([serial('AB', alike(1, [1, 2]), alike(1001, [1001, 1002]))]);
    expect(verdictOn(alike(7, [8, 7]))).toBe('held');
    expect(verdictOn(alike(7, [7, 7]))).toBe('broken');
  });

  test('is compared in the order of the items, unless that differs from run to run', () => {
    const listed = (first: number, ids: readonly number[]) =>
      both(first, [ids.map((id, index) => ({ id, index })), null]);
    const { verdictOn } = judgeOf([serial('AB', listed(1, [1, 2]), listed(1001, [1001, 1002]))]);
    expect(verdictOn(listed(7, [7, 8]))).toBe('held');
    expect(verdictOn(listed(7, [8, 7]))).toBe('broken');
    const unordered = judgeOf([serial('AB', listed(1, [1, 2]), listed(1001, [1002, 1001]))]);
    expect(unordered.judge.knowledge.unequal).toEqual([]);
    expect(unordered.verdictOn(listed(7, [8, 7]))).toBe('held');
    expect(unordered.verdictOn(listed(7, [7, 7]))).toBe('broken');
  });

  test('does not depend on the order of the properties', () => {
    const { judge, verdictOn } = judgeOf([
      serial('AB', both(1, [{ id: 1, same: 1 }]), both(1001, [{ same: 1001, id: 1001 }])),
    ]);
    expect(judge.knowledge.unequal).toEqual([]);
    expect(verdictOn(both(7, [{ same: 7, id: 7 }]))).toBe('held');
    expect(verdictOn(both(7, [{ same: 8, id: 7 }]))).toBe('broken');
  });

  test('is shown where it differs', () => {
    const alike = (first: number, results: readonly JsonValue[]) =>
      ordered([`${first} anna`, `${first + 1} anna`], [], [...results]);
    const { judge } = judgeOf([serial('AB', alike(1, [1, 2]), alike(1001, [1001, 1002]))]);
    const difference = differenceFrom(alike(7, [7, 7]), judge.knowledge);
    expect(difference?.endings.map(({ worker }) => worker)).toEqual([1, 2]);
    const swapped = judgeOf([run]);
    const { endings } = differenceFrom(
      both(7, [{ id: 8, at: 9 }, { ids: ['8'] }]),
      swapped.judge.knowledge,
    ) ?? { endings: [] };
    expect(endings).toMatchObject([{ worker: 1, here: returned({ id: 8, at: 9 }) }, { worker: 2 }]);
    expect(endings.some((ending) => 'reordered' in ending)).toBe(false);
  });
});

describe('a table whose key has several columns', () => {
  test('is compared by the rows that they name', () => {
    const tag = shape('tag', 'order* name*');
    const tagged = (first: number, named: number) =>
      end(
        [returned()],
        [table(order, `${first} anna`, `${first + 1} ben`), table(tag, `${named} red`)],
      );
    const { judge, verdictOn } = judgeOf([serial('A', tagged(1, 1), tagged(1001, 1001))]);
    expect(judge.knowledge.masked).toEqual(['order.id']);
    expect(verdictOn(tagged(7, 7))).toBe('held');
    expect(verdictOn(tagged(7, 8))).toBe('broken');
  });
});
