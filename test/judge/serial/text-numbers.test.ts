import { expect, test } from 'vitest';

import { numbersInText } from '../../../src/judge/serial/text-numbers.js';

const valuesIn = (text: string) => numbersInText(text).map(({ value }) => value);
const placesIn = (text: string) => numbersInText(text).map(({ place }) => place);

test.each([
  ['17', [17]],
  ['-5', [-5]],
  ['10.5', [10.5]],
  ['order-17', [17]],
  ['order17x', [17]],
  ['INV-000017', [17]],
  ['number 7.', [7]],
  ['n=-4; m', [-4]],
  ['{1,-2,3}', [1, -2, 3]],
  ['10.0.0.1:5432', [10, 0, 0, 1, 5432]],
  ['$1,234.50', [1234.5]],
  ['-$3.00', [-3]],
  ['00:01:07', [67]],
  ['2 days 01:00:00.5', [2, 3600.5]],
  ['no 7 at 1970-01-01T00:01:00.5Z', [7, 60_500]],
  ['1970-01-01 02:00:01.123456+01:30', [1_801_123.456]],
  ['[1970-01-02,)', [86_400_000]],
  ['2026-13-45', []],
  ['Thu Jan 01 1970 01:00:01 GMT+0100 (CET)', [1000]],
  ['Thu, 01 Jan 1970 00:00:02 GMT', [2000]],
  ['018f4a3e-7c1b-7a3e-9c1b-018f4a3e7c1b', []],
  ['01ARZ3NDEKTSV4RRFFQ69G5FAV', []],
  ['1234567890123456789', []],
  ['no digits', []],
])('%s has the numbers %j', (text, numbers) => {
  expect(valuesIn(text)).toEqual(numbers);
});

test.each([
  ['order-7', 'order-12'],
  ['ann-7', 'ben-12'],
  ['1 day', '2 days'],
  ['-5', '5'],
  ['$999.00', '$1,000.00'],
  ['00:00:59', '00:01:00'],
  ['{9,1}', '{10,1}'],
  ['2026-10-31', '2026-11-01'],
])('%s and %s have their numbers at the same places', (one, other) => {
  expect(placesIn(one)).toEqual(placesIn(other));
});

test.each([
  ['a8f3', 'b8c3'],
  ['order-7', 'order 7'],
  ['7', '7 of 9'],
])('%s and %s do not', (one, other) => {
  expect(placesIn(one)).not.toContain(placesIn(other)[0]);
});
