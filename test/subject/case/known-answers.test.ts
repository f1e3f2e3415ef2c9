/** Cases whose answers another program found. */
import { describe, expect, test } from 'vitest';

import type { CaseResult } from '../../../src/model.js';
import { caseEndData } from '../../../src/report/document/cases/exploration/ends.js';
import { exploredCases } from '../../support/cases.js';
import { ANSWERS, FURTHER, testAnswers, WATCH_MS } from './known-answers.js';

const exploredAs = testAnswers((file) => !FURTHER.has(file));

/** Cases with more orders are explored again in `npm run bench -- witnesses`. */
const MOST_REPEATED = 36;

test('a second exploration finds the same', async () => {
  const repeated = ANSWERS.filter(({ orders }) => orders <= MOST_REPEATED);
  const first = repeated.map(({ file }) => exploredAs(file));
  expect(first.length).toBeGreaterThan(5);
  const second = await exploredCases(
    first.map(({ the }) => the),
    {},
    WATCH_MS,
  );
  const untimed = (result: CaseResult) => ({ ...result, durationMs: 0 });
  expect(second.results.map(untimed)).toEqual(first.map(({ result }) => untimed(result)));
});

test('the ends of an order that reads the balance first: both are placed, or one is refused', () => {
  const { result } = exploredAs('05-wallet-check-then-decrement');
  const placed = (order: string) => `{"placed":"${order}"}`;
  const refused = 'was refused ("insufficient balance")';
  // Both read before either writes: two orders of the reads, and six of the four writes. Otherwise the second reads
  // between the two writes of the first, or after them.
  expect(result.ends.map((end) => caseEndData(end, result))).toMatchObject([
    {
      schedules: 12,
      broken: 12,
      text: `A returned ${placed('o1')} and B returned ${placed('o2')}; new orders o1 (price 70); new orders o2 (price 60); wallet kim: balance 100 → -30`,
    },
    {
      schedules: 2,
      broken: 0,
      examples: ['AAAB', 'AABA'],
      text: `A returned ${placed('o1')} and B ${refused}; new orders o1 (price 70); wallet kim: balance 100 → 30`,
    },
    {
      schedules: 2,
      broken: 0,
      examples: ['BBBA', 'BBAB'],
      text: `A ${refused} and B returned ${placed('o2')}; new orders o2 (price 60); wallet kim: balance 100 → 40`,
    },
  ]);
});

describe('what is found besides', () => {
  test('a serial order that is wrong is the witness, and is said first', () => {
    const { result } = exploredAs('33-early-return-open-transaction');
    expect(result.witness?.isSerial).toBe(true);
    expect(result.reason).toMatch(
      /^Wrong without any race, with the workers one after another: the invariant "mail that was received is there" is violated in the order AB; cleaner leaves its transaction open in the orders AB and BA\. Broken in 1 of 6 schedules/,
    );
  });

  test('failures that are retried are counted, and break nothing', () => {
    const { result } = exploredAs('19-on-call-serializable');
    expect(result.causes).toEqual({ '40001': 60 });
  });
});
