import { describe, expect, test } from 'vitest';

import { formatAmount, formatBackoff, formatTime } from '../../src/plan/format.js';
import { LIMITS } from '../../src/plan/limits.js';
import { parseAmount, parseBackoff, parseCount, parseTime, quoted } from '../../src/plan/parse.js';
import { fc } from '../support/fast-check.js';
import { refusal } from './toys.js';

const HOUR = LIMITS.duration;

describe('counts', () => {
  const range = { min: 1, max: 10_000 };

  test.each([
    ['1', 1],
    ['50', 50],
    ['007', 7],
    ['10000', 10_000],
  ])('%j is %d', (text, value) => {
    expect(parseCount('workers', text, range)).toBe(value);
  });

  test('accepts zero where the range includes it', () => {
    expect(parseCount('retries', '0', { min: 0, max: 5 })).toBe(0);
  });

  const notWhole = 'is not a whole number';
  test.each([
    ['', notWhole],
    [' ', notWhole],
    [' 5 ', notWhole],
    ['5\n', notWhole],
    ['1.5', notWhole],
    ['1e3', notWhole],
    ['0x10', notWhole],
    ['1_000', notWhole],
    ['1,000', notWhole],
    ['+5', notWhole],
    ['abc', notWhole],
    ['5 workers', notWhole],
    ['Infinity', notWhole],
    ['NaN', notWhole],
    ['٣', notWhole],
    ['0', 'is less than 1'],
    ['-1', 'is less than 1'],
    ['-0', 'is less than 1'],
    ['10001', 'is more than 10000'],
    ['99999999999999999999', 'is more than 10000'],
  ])('%j %s', (text, problem) => {
    const { message, hint } = refusal(() => parseCount('workers', text, range));
    expect(message).toBe(`--workers: ${JSON.stringify(text)} ${problem}`);
    // A text that is already in digits needs no advice to use digits.
    const isNumber = /^-?\d+(\.\d+)?$/.test(text);
    const digits = isNumber ? '.' : ', in plain digits.';
    expect(hint).toBe(`Write a whole number from 1 to 10000${digits}`);
  });

  test('the hint names the unit', () => {
    const { message, hint } = refusal(() =>
      parseCount('think', '5ms', LIMITS.think, 'milliseconds'),
    );
    expect(message).toBe('--think: "5ms" is not a whole number of milliseconds');
    expect(hint).toContain('a whole number of milliseconds from 0 to 60000');
  });

  test('an invisible character is quoted as its code point', () => {
    expect(quoted('na\u200Bive\u007F')).toBe(String.raw`"na\u200bive\u007f"`);
  });

  test('a long text is truncated, and its control characters are escaped', () => {
    expect(quoted(`\u001B[31m${'x'.repeat(1_000)}`)).toMatch(/^"\\u001b\[31mx{55}…"$/);
  });
});

describe('times', () => {
  test.each([
    ['500ms', 500],
    ['1ms', 1],
    ['10s', 10_000],
    ['2m', 120_000],
    ['1.5s', 1_500],
    ['1.005s', 1_005],
    ['1.0ms', 1],
    ['0.5m', 30_000],
    ['0.001s', 1],
    ['60m', 3_600_000],
  ])('%j is %d ms', (text, ms) => {
    expect(parseTime('duration', text, HOUR)).toBe(ms);
  });

  test.each([
    ['', 'is not a time'],
    ['s', 'is not a time'],
    ['ten seconds', 'is not a time'],
    ['10 s', 'is not a time'],
    [' 10s', 'is not a time'],
    ['10s\n', 'is not a time'],
    ['-10s', 'is not a time'],
    ['+10s', 'is not a time'],
    ['.5s', 'is not a time'],
    ['1.s', 'is not a time'],
    ['1e3s', 'is not a time'],
    ['10h', 'is not a time'],
    ['10S', 'is not a time'],
    ['10us', 'is not a time'],
    ['1m30s', 'is not a time'],
    ['Infinitys', 'is not a time'],
    ['1.5ms', 'is not a whole number of milliseconds'],
    ['1.0005s', 'is not a whole number of milliseconds'],
    ['0s', 'is less than 1ms'],
    ['0.0m', 'is less than 1ms'],
    ['61m', 'is more than 60m'],
    ['99999999999999999999s', 'is more than 60m'],
  ])('%j %s', (text, problem) => {
    const { message, hint } = refusal(() => parseTime('duration', text, HOUR));
    expect(message).toBe(`--duration: ${JSON.stringify(text)} ${problem}`);
    expect(hint).toBe(
      'Write a time from 1ms to 60m with its unit: ms, s or m, such as 500ms, 10s or 2m.',
    );
  });

  const anyTime =
    'Write a time from 1ms to 60m with its unit: ms, s or m, such as 500ms, 10s or 2m.';
  test.each([
    ['10', 'Add a unit: ms, s or m, such as 10s.'],
    ['1.5', 'Add a unit: ms, s or m, such as 1.5s.'],
    ['0', anyTime],
    ['99999999999999999999', anyTime],
  ])('%j lacks a unit', (text, remedy) => {
    const { message, hint } = refusal(() => parseTime('duration', text, HOUR));
    expect(message).toBe(`--duration: "${text}" has no unit`);
    expect(hint).toBe(remedy);
  });

  test('parsing a formatted time returns it, for any whole number of milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: HOUR.max }), (ms) => {
        expect(parseTime('duration', formatTime(ms), HOUR)).toBe(ms);
      }),
    );
  });

  test('a decimal fraction of seconds is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: HOUR.max }), (ms) => {
        const text = `${Math.floor(ms / 1_000)}.${String(ms % 1_000).padStart(3, '0')}s`;
        expect(parseTime('duration', text, HOUR)).toBe(ms);
      }),
    );
  });
});

describe('amounts', () => {
  test.each([
    ['10', { min: 10, max: 10 }],
    ['1..20', { min: 1, max: 20 }],
    ['5..5', { min: 5, max: 5 }],
    ['1..1000000000', { min: 1, max: 1_000_000_000 }],
  ])('%j', (text, amount) => {
    expect(parseAmount('amount', text, LIMITS.amount)).toStrictEqual(amount);
  });

  const neither = 'is neither an amount nor a range';
  test.each([
    ['', neither],
    ['..', neither],
    ['1..', neither],
    ['..20', neither],
    ['1...20', neither],
    ['1..20..30', neither],
    ['1 .. 20', neither],
    ['1-20', neither],
    ['1.5', neither],
    ['-5', neither],
    ['-5..5', neither],
    ['ten', neither],
    ['1e3', neither],
    ['0', 'is less than 1'],
    ['0..5', 'is less than 1'],
    ['20..1', 'has its low end above its high end'],
    ['1000000001', 'is more than 1000000000'],
    ['1..99999999999999999999', 'is more than 1000000000'],
  ])('%j %s', (text, problem) => {
    const { message, hint } = refusal(() => parseAmount('amount', text, LIMITS.amount));
    expect(message).toBe(`--amount: ${JSON.stringify(text)} ${problem}`);
    expect(hint).toContain('such as 1..20');
  });

  test('parsing a formatted range returns it', () => {
    const amount = fc.integer({ min: 1, max: LIMITS.amount.max });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const range = { min: Math.min(one, other), max: Math.max(one, other) };
        expect(parseAmount('amount', formatAmount(range), LIMITS.amount)).toStrictEqual(range);
      }),
    );
  });
});

describe('backoffs', () => {
  test.each([
    ['none', { kind: 'none' }],
    ['constant:5ms', { kind: 'constant', ms: 5 }],
    ['constant:1.5s', { kind: 'constant', ms: 1_500 }],
    ['exponential:1ms..100ms', { kind: 'exponential', baseMs: 1, capMs: 100 }],
    ['exponential:0.5s..1m', { kind: 'exponential', baseMs: 500, capMs: 60_000 }],
    ['exponential:5ms..5ms', { kind: 'exponential', baseMs: 5, capMs: 5 }],
  ])('parses and formats %j', (text, backoff) => {
    const parsed = parseBackoff('backoff', text, LIMITS.backoff);
    expect(parsed).toStrictEqual(backoff);
    expect(parseBackoff('backoff', formatBackoff(parsed), LIMITS.backoff)).toStrictEqual(backoff);
  });

  test.each([
    ['', '""', 'is not a backoff'],
    ['None', '"None"', 'is not a backoff'],
    ['none:5ms', '"none:5ms"', 'is not a backoff'],
    ['constant', '"constant"', 'is not a backoff'],
    ['constant:', '"constant:"', 'is not a backoff'],
    ['constant:1ms..2ms', '"constant:1ms..2ms"', 'is not a backoff'],
    ['exponential', '"exponential"', 'is not a backoff'],
    ['exponential:5ms', '"exponential:5ms"', 'is not a backoff'],
    ['exponential:1ms..2ms..3ms', '"exponential:1ms..2ms..3ms"', 'is not a backoff'],
    ['linear:5ms', '"linear:5ms"', 'is not a backoff'],
    [' none', '" none"', 'is not a backoff'],
    ['exponential:100ms..1ms', '"exponential:100ms..1ms"', 'has its base above its cap'],
    ['constant:5', '"5"', 'has no unit'],
    ['constant:0ms', '"0ms"', 'is less than 1ms'],
    ['constant:61s', '"61s"', 'is more than 1m'],
    ['exponential:1..100ms', '"1"', 'has no unit'],
    ['exponential:1ms..100', '"100"', 'has no unit'],
    ['exponential:1ms..', '""', 'is not a time'],
    ['exponential:..5ms', '""', 'is not a time'],
  ])('%j: %s %s', (text, quote, problem) => {
    const { message, hint } = refusal(() => parseBackoff('backoff', text, LIMITS.backoff));
    expect(message).toBe(`--backoff: ${quote} ${problem}`);
    expect(hint).toMatch(/^(Write|Add) /);
  });
});
