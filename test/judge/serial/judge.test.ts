import { describe, expect, test } from 'vitest';

import { anomalyCounts } from '../../../src/judge/serial/counts.js';
import { end, failed, judgeOf, refused, retried, returned, serial, shape, table } from './ends.js';

const product = shape('product', 'id* stock');
const purchase = shape('purchase', 'product buyer');

/** Two buyers of the last copy. */
const bought = (stock: number, ...buyers: readonly string[]) => [
  table(product, `1 ${stock}`),
  table(purchase, ...buyers.map((buyer) => `1 ${buyer}`)),
];
const start = bought(1);
const annaFirst = end([returned('ok'), refused('sold out')], bought(0, 'anna'));
const benFirst = end([refused('sold out'), returned('ok')], bought(0, 'ben'));
const orders = [serial('AB', annaFirst), serial('BA', benFirst)];
const lastCopy = judgeOf(orders, { start });

describe('not serializable', () => {
  test('rows that no serial order leaves', () => {
    const twice = end([returned('ok'), refused('sold out')], bought(0, 'anna', 'ben'));
    expect(lastCopy.anomaliesOf(twice)).toEqual(['not serializable']);
    expect(lastCopy.verdictOn(twice)).toBe('broken');
  });

  test('endings that no serial order has, although the rows are right', () => {
    const bothTold = end([returned('ok'), returned('ok')], bought(0, 'ben'));
    expect(lastCopy.anomaliesOf(bothTold)).toEqual(['not serializable']);
    const otherMessage = end([returned('ok'), refused('try later')], bought(0, 'anna'));
    expect(lastCopy.anomaliesOf(otherMessage)).toEqual(['not serializable']);
  });

  test('the endings of one order with the rows of another', () => {
    expect(lastCopy.verdictOn(end(annaFirst.endings, benFirst.tables))).toBe('broken');
  });

  test('not: the end of any serial order', () => {
    for (const held of [annaFirst, benFirst]) {
      expect(lastCopy.anomaliesOf(structuredClone(held))).toEqual([]);
      expect(lastCopy.verdictOn(structuredClone(held))).toBe('held');
    }
  });

  test('not: a result whose properties come in another order', () => {
    const { verdictOn } = judgeOf([serial('A', end([returned({ a: 1, b: [2] })], []))]);
    expect(verdictOn(end([returned({ b: [2], a: 1 })], []))).toBe('held');
    expect(verdictOn(end([returned({ b: [1], a: 2 })], []))).toBe('broken');
  });
});

describe('invariant', () => {
  const violations = [{ invariant: 'stock is never below zero', rows: [{ id: 1 }] }];

  test('breaks a schedule, also one that ends like a serial order', () => {
    const violated = { ...annaFirst, violations };
    expect(lastCopy.judge.anomaliesOf(violated)).toEqual([
      { kind: 'invariant', name: 'stock is never below zero', rows: [{ id: 1 }] },
    ]);
    expect(lastCopy.verdictOn(violated)).toBe('broken');
    const { verdictOn, judge } = judgeOf([serial('AB', violated), ...orders], { start });
    expect(verdictOn(violated)).toBe('broken');
    expect(judge.knowledge.broken).toMatchObject([
      { order: [1, 2], anomalies: [{ kind: 'invariant' }] },
    ]);
  });

  test('is named before the rest', () => {
    const worse = { ...end([returned('ok'), failed('40P01')], bought(-1, 'anna')), violations };
    expect(lastCopy.anomaliesOf(worse)).toEqual(['invariant', 'failure', 'not serializable']);
  });

  test('is counted by its name, and once as an anomaly', () => {
    const two = [...violations, { invariant: 'each has one', rows: [] }];
    const { anomalies } = lastCopy.judge.verdictOn({
      choices: [],
      end: { ...annaFirst, violations: two },
    });
    const counts = anomalyCounts(Object.fromEntries(anomalies.map((name) => [name, 7])));
    expect(counts.anomalies).toEqual({
      invariant: 7,
      'not serializable': 0,
      failure: 0,
      'left open': 0,
    });
    expect(counts.invariants).toEqual({ 'stock is never below zero': 7, 'each has one': 7 });
  });
});

describe('failure', () => {
  test('of a worker that fails so in no serial order', () => {
    const deadlock = end([returned('ok'), failed('40P01')], bought(0, 'anna'));
    expect(lastCopy.judge.anomaliesOf(deadlock)).toEqual([
      { kind: 'failure', worker: 2, sqlstate: '40P01', message: 'it failed' },
      { kind: 'not serializable' },
    ]);
  });

  const failsAlone = [
    serial('AB', end([returned('ok'), failed('23505')], bought(0, 'anna'))),
    serial('BA', end([returned('ok'), failed('23505')], bought(0, 'anna'))),
  ];

  test('not: one that the same worker has in a serial order, whatever its message', () => {
    const { anomaliesOf, judge } = judgeOf(failsAlone, { start });
    const same = end([returned('ok'), failed('23505', 'another key')], bought(0, 'anna'));
    expect(anomaliesOf(same)).toEqual([]);
    expect(judge.knowledge.broken.map(({ order }) => order)).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('of another worker, or with another SQLSTATE', () => {
    const { anomaliesOf } = judgeOf(failsAlone, { start });
    const ofOther = end([failed('23505'), returned('ok')], bought(0, 'anna'));
    expect(anomaliesOf(ofOther)).toEqual(['failure', 'not serializable']);
    const otherwise = end([returned('ok'), failed('40P01')], bought(0, 'anna'));
    expect(anomaliesOf(otherwise)).toEqual(['failure', 'not serializable']);
  });

  test('without an SQLSTATE is told by its message', () => {
    const { anomaliesOf } = judgeOf([serial('A', end([failed('', 'TypeError: x')], []))]);
    expect(anomaliesOf(end([failed('', 'TypeError: x')], []))).toEqual([]);
    expect(anomaliesOf(end([failed('', 'TypeError: y')], []))).toEqual([
      'failure',
      'not serializable',
    ]);
  });
});

describe('a failure that callers retry', () => {
  const benAlone = end([null, returned('ok')], bought(0, 'ben'));
  const refusedByServer = end([retried(), returned('ok')], bought(0, 'ben'));

  test('needs the serial orders of the others', () => {
    const { judge, verdictOn } = judgeOf(orders, { start });
    expect(judge.subsetsNeeded(refusedByServer)).toEqual([2]);
    expect(verdictOn(refusedByServer)).toBe('inconclusive');
    expect(judge.learn([serial('B', benAlone)])).toBe(false);
    expect(judge.subsetsNeeded(refusedByServer)).toBeNull();
    expect(verdictOn(refusedByServer)).toBe('held');
    expect(judge.anomaliesOf(refusedByServer)).toEqual([]);
    expect(judge.knowledge.outcomes).toHaveLength(2);
    expect(judge.knowledge.subsetOutcomes).toHaveLength(1);
  });

  test('does not change the numbers of ends while its serial orders are learned', () => {
    const { judge, summaryOf } = judgeOf(orders, { start });
    const both = end([returned('ok'), returned('ok')], bought(-1, 'anna', 'ben'));
    const { key } = summaryOf(both);
    judge.learn([serial('B', benAlone)]);

    expect(summaryOf(structuredClone(both)).key).toBe(key);
    const neither = end([refused('sold out'), refused('sold out')], bought(1));
    expect(summaryOf(neither).key).not.toBe(key);
  });

  test('may change earlier verdicts when its orders end in a new way, or show new noise', () => {
    const { judge } = judgeOf([...orders, serial('B', benAlone)], { start });
    expect(judge.learn([serial('B', benAlone)])).toBe(false);
    const soldOut = end([null, refused('sold out')], bought(1));
    expect(judge.learn([serial('B', soldOut)])).toBe(true);
    expect(judge.learn([serial('B', soldOut)])).toBe(false);
    const fails = end([null, failed('22012')], bought(1));
    expect(judge.learn([serial('A', end([returned('ok'), null], bought(0, 'anna')))])).toBe(false);
    expect(judge.learn([serial('B', fails)])).toBe(true);
    const otherResult = end([returned('OK'), null], bought(0, 'anna'));
    expect(judge.learn([serial('A', otherResult, annaFirst)])).toBe(true);
  });

  test('is not serializable when it left something behind', () => {
    const { judge, anomaliesOf } = judgeOf([...orders, serial('B', benAlone)], { start });
    const leftBehind = end([retried(), returned('ok')], bought(0, 'anna', 'ben'));
    expect(judge.subsetsNeeded(leftBehind)).toBeNull();
    expect(anomaliesOf(leftBehind)).toEqual(['not serializable']);
  });

  test('of all workers leaves the rows of the start', () => {
    const { judge, verdictOn } = judgeOf(orders, { start });
    expect(judge.subsetsNeeded(end([retried(), retried()], start))).toBeNull();
    expect(verdictOn(end([retried(), retried()], start))).toBe('held');
    expect(verdictOn(end([retried(), retried()], bought(0)))).toBe('broken');
  });

  test('is no failure, and the same failure without a retry is one', () => {
    const { anomaliesOf } = judgeOf([...orders, serial('B', benAlone)], { start });
    const final = end([failed('40001'), returned('ok')], bought(0, 'ben'));
    expect(anomaliesOf(final)).toEqual(['failure', 'not serializable']);
  });
});

describe('left open', () => {
  const leftOpen = [{ worker: 1, what: 'transaction' as const }];

  test('breaks a schedule when no serial order leaves the same open', () => {
    const open = { ...annaFirst, leftOpen };
    expect(lastCopy.anomaliesOf(open)).toEqual(['left open']);
    expect(lastCopy.verdictOn(open)).toBe('broken');
  });

  test('does not by itself when a serial order does, and is still counted', () => {
    const { judge, anomaliesOf, verdictOn } = judgeOf(
      [serial('AB', { ...annaFirst, leftOpen }), serial('BA', benFirst)],
      { start },
    );
    expect(judge.knowledge.broken).toMatchObject([{ order: [1, 2], anomalies: leftOpen }]);
    expect(anomaliesOf({ ...benFirst, leftOpen })).toEqual(['left open']);
    expect(verdictOn({ ...benFirst, leftOpen })).toBe('held');
    const lock = [{ worker: 1, what: 'advisory lock' as const }];
    expect(verdictOn({ ...benFirst, leftOpen: lock })).toBe('broken');
    expect(verdictOn({ ...benFirst, leftOpen: [{ worker: 2, what: 'transaction' }] })).toBe(
      'broken',
    );
  });
});

describe('the summary', () => {
  test('has one key for ends that differ only in noise', () => {
    const at = (time: string, stock = 1) => [table(shape('log', 'at stock'), `${time} ${stock}`)];
    const { summaryOf } = judgeOf([
      serial('A', end([returned()], at('10:00')), end([returned()], at('10:01'))),
    ]);
    const { key } = summaryOf(end([returned()], at('10:02')));
    expect(summaryOf(end([returned()], at('10:03'))).key).toBe(key);
    expect(summaryOf(end([returned()], at('10:03', 2))).key).not.toBe(key);
    expect(summaryOf(end([refused('no')], at('10:02'))).key).not.toBe(key);
  });

  test('names causes, and counts the workers that returned', () => {
    const endings = [failed('40P01'), failed('', 'TypeError: no'), failed('', 'it broke')];
    const { causes, committed } = lastCopy.summaryOf(
      end([...endings, retried(), returned(), refused('no')], []),
    );
    expect([...causes]).toEqual(['40P01', 'TypeError', 'Error', '40001']);
    expect(committed).toBe(1);
  });
});
