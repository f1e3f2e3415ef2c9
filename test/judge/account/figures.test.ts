import { describe, expect, test } from 'vitest';

import { judgeRounds } from '../../../src/judge/account/race.js';
import { latencyOf } from '../../../src/judge/account/latency.js';
import { history } from './notation.js';

const lasting = (durations: readonly number[]) =>
  durations.map((ms, index) => ({
    worker: 1,
    sequence: index + 1,
    kind: 'deposit' as const,
    changes: [],
    startedAt: 5,
    endedAt: 5 + ms,
    activeFrom: 5,
    activeUntil: 5 + ms,
    retries: [],
    outcome: { kind: 'refused' as const, reads: [] },
  }));

describe('latency', () => {
  test('is in milliseconds, with a precision of a thousandth', () => {
    const latency = latencyOf(lasting(Array.from({ length: 1000 }, (_, index) => index + 1)));
    expect(Math.abs(latency.p50 - 500)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(latency.p90 - 900)).toBeLessThanOrEqual(0.9);
    expect(Math.abs(latency.p99 - 990)).toBeLessThanOrEqual(0.99);
    expect(latency.max).toBe(1000);
  });

  test('resolves microseconds, and no percentile exceeds the maximum', () => {
    expect(latencyOf(lasting([0.123]))).toEqual({ p50: 0.123, p90: 0.123, p99: 0.123, max: 0.123 });
    expect(latencyOf(lasting([10]))).toEqual({ p50: 10, p90: 10, p99: 10, max: 10 });
  });

  test('one slow operation in a hundred changes the maximum, not p99', () => {
    const latency = latencyOf(lasting([...Array.from({ length: 99 }, () => 1), 3000]));
    expect(latency).toMatchObject({ p99: 1, max: 3000 });
  });

  test('is 0 without operations', () => {
    expect(latencyOf([])).toEqual({ p50: 0, p90: 0, p99: 0, max: 0 });
  });
});

test('counts, retries by cause, and the first message of each failure', () => {
  const result = judgeRounds([
    history(`
      start 100
      w1: relative 1 -10
      w1: read 1=90, refused -100
      w2: failed conflict after 3 retries -10
      w3: failed 40001 after 1 retry -10
      w4: failed 40001 -10
      w5: indeterminate -10
      end 1=90
    `),
  ]);
  expect(result.operations).toEqual({
    attempted: 6,
    committed: 1,
    refused: 1,
    failed: 3,
    indeterminate: 1,
    overlapping: 5,
  });
  expect(result).toMatchObject({ retries: 4, retriedOperations: 2, processes: 1 });
  expect(result.conflicts).toEqual({ conflict: 3, '40001': 1 });
  expect(result.failures).toEqual({
    conflict: { count: 1, message: 'the database reported conflict' },
    '40001': { count: 2, message: 'the database reported 40001' },
  });
});

test('throughput is operations with an outcome per second of the race', () => {
  const text = 'start 100\nw1: relative 1 -10\nw2: read 0=100, refused -10\nend 1=90';
  expect(judgeRounds([history(text, { durationMs: 500 })]).throughput).toBe(4);
  expect(judgeRounds([history('start 100\nend 0=100', { durationMs: 0 })]).throughput).toBe(0);
});

const round = (number: number, durationMs: number, text: string) =>
  history(text, { round: number, durationMs });

describe('several rounds', () => {
  const clean = 'start 100\nw1: relative 1 -10\nw2: relative 2 -20\nend 2=70';
  const worse = `
    start 10
    w1: read 0=10, write 1 absolute -10
    w2: read 0=10, write 2 absolute -10
    w3: failed 40001 after 2 retries -10
    end 2=0
  `;

  test('add up counts, balances and durations, and take the median throughput', () => {
    const result = judgeRounds([round(1, 100, clean), round(2, 300, worse), round(3, 200, clean)]);
    expect(result.operations).toEqual({
      attempted: 7,
      committed: 6,
      refused: 0,
      failed: 1,
      indeterminate: 0,
      overlapping: 7,
    });
    expect(result).toMatchObject({ initialBalance: 210, finalBalance: 140, expectedBalance: 130 });
    expect(result).toMatchObject({ drift: 10, lostUpdates: 1, violations: 1, retries: 2 });
    expect(result).toMatchObject({ lowestTrueBalance: -10, lowestStoredBalance: 0 });
    expect(result).toMatchObject({ durationMs: 600, throughput: 10, conflicts: { '40001': 2 } });
    expect(result.latencyMs.max).toBe(10);
    expect(result.rounds.map(({ round: number, lostUpdates }) => [number, lostUpdates])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  test('with an even number, take the mean of the middle two as the median', () => {
    const rounds = [100, 200, 400, 1000].map((ms, index) => round(index + 1, ms, clean));
    expect(judgeRounds(rounds).throughput).toBe(7.5);
  });

  test('a single round has no parts', () => {
    expect(judgeRounds([round(1, 100, clean)]).rounds).toEqual([]);
  });

  test('are unknown in total where one round is unknown', () => {
    const gap = 'start 100\nw1: relative 2 -10\nend 2=80';
    const result = judgeRounds([round(1, 100, clean), round(2, 100, gap)]);
    expect(result).toMatchObject({ finalBalance: 150, expectedBalance: null, lostUpdates: null });
    expect(result).toMatchObject({ lowestTrueBalance: null, verdict: 'inconclusive' });
    expect(result.rounds[0]).toMatchObject({ lostUpdates: 0, verdict: 'held' });
  });
});

test('throws without any history', () => {
  expect(() => judgeRounds([])).toThrow(RangeError);
});
