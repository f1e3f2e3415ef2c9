import { expect, test } from 'vitest';
import {
  count,
  counted,
  exact,
  milliseconds,
  rate,
  roughly,
  signed,
  span,
} from '../../src/text/numbers.js';

test.each([
  [count, 1_234, '1,234'],
  [count, -1_234_567, '-1,234,567'],
  [signed, 1_234, '+1,234'],
  [signed, -5, '-5'],
  [signed, 0, '0'],
  [rate, 3_410.6, '3,411'],
  [rate, 100.4, '100'],
  [rate, 96.44, '96.4'],
  [rate, 0.123_45, '0.123'],
  [rate, 0, '0'],
  [milliseconds, 12.04, '12'],
  [milliseconds, 4.821, '4.82'],
  [milliseconds, 161.27, '161'],
  [milliseconds, 1_234.5, '1,230'],
  [exact, 99.96, '99.96'],
  [exact, 1_234.567_89, '1,234.568'],
  [span, 500, '500 ms'],
  [span, 1_500, '1.5 s'],
  [span, 120_000, '120 s'],
])('%o of %d is %s', (format, value, text) => {
  expect(format(value)).toBe(text);
});

test('one is singular', () => {
  expect(counted(1, 'worker')).toBe('1 worker');
  expect(counted(1_000, 'worker')).toBe('1,000 workers');
  expect(counted(0, 'worker')).toBe('0 workers');
});

test.each([
  [6, '6'],
  [924, '920'],
  [48_620, '49,000'],
  [999_999, '1,000,000'],
  [2_704_156, '2.7 million'],
  [1.5e10, '15 billion'],
  [3.2e14, '320 trillion'],
  [6.1e24, '6.1 × 10^24'],
  [1e18, '1 × 10^18'],
  [Number.MAX_VALUE, 'more than 10^308'],
])('about %d: %s', (value, text) => {
  expect(roughly(value)).toBe(text);
});
