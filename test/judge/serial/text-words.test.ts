import { expect, test } from 'vitest';

import { isUnsteady, labelOf, wordsOf } from '../../../src/judge/serial/text-words.js';

const ID = '17f0c1d2-8a3b-4c5d-9e6f-a1b2c3d4e5f6';

test.each([
  ['left 10 at 10:00:03.5', ['left', ' ', '10', ' ', 'at', ' ', '10:00:03.5']],
  ['left 10 at 10:00', ['left', ' ', '10', ' ', 'at', ' ', '10:00']],
  ['at=2026-12-01T10:00:00.123Z,n=1', ['at=', '2026-12-01T10:00:00.123Z', ',', 'n=1']],
  ['2026-12-01 10:00:00.12+00 ok', ['2026-12-01 10:00:00.12+00', ' ', 'ok']],
  [`order-${ID}-left-10`, ['order-', ID, '-left-10']],
  [`order_${ID}_left`, ['order_', ID, '_left']],
  [`{${ID},40}`, ['{', ID, ',', '40', '}']],
  [
    'Tue Dec 01 2026 10:00:00 GMT+0000 (UTC)',
    ['Tue Dec 01 2026 10:00:00 GMT+0000', ' ', '(', 'UTC', ')'],
  ],
  ['aGk+/w==', ['aGk+/w==']],
  ['17:40', ['17:40']],
  ['ab12:34cd', ['ab12', ':', '34cd']],
  ['1a:22:33', ['1a', ':', '22', ':', '33']],
  ['117:40', ['117', ':', '40']],
  ['', []],
])('%j has the words %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['17', '#'],
  ['-5', '#'],
  ['INV-000017/40', 'INV-#/#'],
  ['seq=17/left=-10.', 'seq=#/left=#.'],
  ['user17', 'user#'],
  ['a8f3', null],
  ['0/1A2B', null],
  ['192.168.0.1', null],
  ['10:00:03', null],
  ['open', null],
])('%j has the label %j', (word, label) => {
  expect(labelOf(word)).toBe(label);
});

test.each([
  'took 3 ms',
  'took 3',
  'in 3ms',
  'elapsed=3',
  'wait=3ms',
  'pid: 3',
  '3 s',
  'at 10:00:03',
])('the last number of %j is unsteady', (text) => {
  const words = wordsOf(text);
  expect(
    isUnsteady(
      words,
      words.findLastIndex((word) => /\d/.test(word)),
    ),
  ).toBe(true);
});

test.each([
  'left 3',
  '3 seats',
  'left=3',
  'until 10:00:00',
  'until 2026-12-01T10:00:00.000Z',
  'day 2026-12-01',
])('the number of %j is steady', (text) => {
  const words = wordsOf(text);
  expect(
    isUnsteady(
      words,
      words.findLastIndex((word) => /\d/.test(word)),
    ),
  ).toBe(false);
});
