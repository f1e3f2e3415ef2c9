/**
 * The answers of cases, as another program found them: one that also releases one statement at a time, in every order.
 * Each is modelled on a public bug report, named in the second line of its file.
 */
import { beforeAll, describe, expect, test } from 'vitest';

import type { Case, CaseAnomalyKind, CaseResult, Verdict } from '../../../src/model.js';
import { lettersOf } from '../../../src/text/schedule.js';
import { casesNamed, exploredCases, replaying } from '../../support/cases.js';

export interface Answer {
  /** The name of its file in test/cases. */
  readonly file: string;
  readonly verdict: Verdict;
  /** Different orders of released statements. */
  readonly orders: number;
  readonly broken: number;
  readonly serialOutcomes: number;
  /** The broken order with the fewest switches; null: none broke. */
  readonly witness: { readonly letters: string; readonly switches: number } | null;
  /** In how many orders each anomaly shows; left out: in none. */
  readonly anomalies: Partial<Record<CaseAnomalyKind, number>>;
}

const broken = (
  file: string,
  [orders, count]: readonly [number, number],
  [letters, switches]: readonly [string, number],
  anomalies: Answer['anomalies'],
  serialOutcomes = 2,
): Answer => ({
  file,
  verdict: 'broken',
  orders,
  broken: count,
  serialOutcomes,
  witness: { letters, switches },
  anomalies,
});

const held = (file: string, orders: number, serialOutcomes = 2): Answer => ({
  file,
  verdict: 'held',
  orders,
  broken: 0,
  serialOutcomes,
  witness: null,
  anomalies: {},
});

/** Both the invariant of the case and the comparison with the serial orders show it. */
const both = (orders: number) => ({ invariant: orders, 'not serializable': orders });
const comparisonOnly = (orders: number) => ({ 'not serializable': orders });

export const ANSWERS: readonly Answer[] = [
  broken('01-stock-check-then-allocate', [182, 180], ['AAABBBBBAA', 2], {
    invariant: 40,
    'not serializable': 180,
  }),
  held('02-stock-locked-recheck', 92),
  broken('05-wallet-check-then-decrement', [16, 12], ['ABBBAA', 2], both(12)),
  held('06-transfer-decrement-then-check', 24),
  broken('07-dedup-create-cte', [20, 12], ['AABBBA', 2], both(12)),
  held('09-put-if-absent-arbiter', 24),
  broken('12-webhook-check-then-credit', [182, 170], ['AAABBBBBAA', 2], both(170)),
  held('13-webhook-event-first', 24),
  broken('16-booking-lock-existing-rows', [70, 60], ['AAABBBBA', 2], both(60)),
  held('17-booking-exclusion', 24),
  broken('18-on-call-repeatable-read', [70, 60], ['AAABBBBA', 2], both(60)),
  // In 60 of them a doctor fails with 40001, which the case names as retried, and leaves nothing.
  held('19-on-call-serializable', 70),
  broken('20-allowance-guarded-update', [70, 60], ['AAABBBBA', 2], both(60)),
  held('21-allowance-advisory-lock', 36),
  broken('24-report-between', [630, 54], ['AAABCCCCA', 3], comparisonOnly(54), 4),
  // Only two statements that truly overlap break it: in both orders of whole statements it holds.
  held('27-lock-row-not-exists', 2, 1),
  broken('32-save-whole-row', [6, 4], ['ABBA', 2], comparisonOnly(4), 1),
  // The transaction stays open in serial orders, too, so that by itself it breaks no schedule.
  broken('33-early-return-open-transaction', [6, 1], ['AABB', 1], {
    invariant: 1,
    'left open': 6,
  }),
];

/** Columns whose values differ from run to run. The orders of all other cases are compared completely. */
const MASKED: Readonly<Record<string, readonly string[]>> = {
  '09-put-if-absent-arbiter': ['change.n'],
};

/** `npm test` leaves these to `npm run test:long`: their orders take the longest, and others are like them. */
export const FURTHER: ReadonlySet<string> = new Set([
  '01-stock-check-then-allocate',
  '24-report-between',
]);

const NO_ANOMALIES: Readonly<Record<CaseAnomalyKind, number>> = {
  invariant: 0,
  'not serializable': 0,
  failure: 0,
  'left open': 0,
};

/** A busy machine takes a multiple of the usual ten seconds. `npm run bench -- witnesses` has a limit. */
const PATIENCE_MS = 240_000;

/** The cases send nothing when their workers have ended. */
export const WATCH_MS = 300;

export interface ExploredAnswer {
  readonly answer: Answer;
  readonly the: Case;
  readonly result: CaseResult;
}

/**
 * Explores the cases that are wanted, and compares what is found with what the other program found.
 *
 * @returns what was found, by the name of its file
 */
export function testAnswers(isWanted: (file: string) => boolean): (file: string) => ExploredAnswer {
  const wanted = ANSWERS.filter(({ file }) => isWanted(file));
  let explored: readonly ExploredAnswer[] = [];

  beforeAll(async () => {
    const cases = await casesNamed(wanted.map(({ file }) => file));
    const { results } = await exploredCases(cases, {}, WATCH_MS);
    explored = wanted.flatMap((answer, index) => {
      const [the, result] = [cases[index], results[index]];
      return the && result ? { answer, the, result } : [];
    });
  }, PATIENCE_MS);

  const exploredAs = (file: string): ExploredAnswer => {
    const found = explored.find(({ answer }) => answer.file === file);
    if (found === undefined) throw new Error(`${file} has no result`);
    return found;
  };

  describe('every order of whole statements', () => {
    test.each(wanted)('$file: $verdict', (answer) => {
      const { result } = exploredAs(answer.file);
      const { verdict, schedules, coverage, unsteady, serialOutcomes, witness } = result;
      const { file, orders, anomalies, witness: expected } = answer;
      expect({ verdict, schedules, broken: result.broken, serialOutcomes }).toEqual({
        verdict: answer.verdict,
        schedules: orders,
        broken: answer.broken,
        serialOutcomes: answer.serialOutcomes,
      });
      expect({ coverage, unsteady, unclear: result.unclear }).toEqual({
        coverage: { kind: 'complete' },
        unsteady: 0,
        unclear: 0,
      });
      expect(result.anomalies).toEqual({ ...NO_ANOMALIES, ...anomalies });
      expect(result.masked).toEqual(MASKED[file] ?? []);
      const letters = witness && lettersOf(witness.drawn.schedule);
      expect(witness && { letters, switches: witness.drawn.switches }).toEqual(expected);
    });
  });

  describe('the ends', () => {
    test.each(wanted)('of $file are those of all its orders', ({ file, orders, broken: count }) => {
      const { ends, outcomes } = exploredAs(file).result;
      const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
      expect(ends.length).toBe(outcomes);
      expect(sumOf(ends.map((end) => end.schedules))).toBe(orders);
      expect(sumOf(ends.map((end) => end.broken))).toBe(count);
      for (const end of ends) expect(end.examples.length).toBe(Math.min(end.schedules, 20));
    });
  });

  describe('a witness is the same when it is replayed', () => {
    // For fifty times: npm run bench -- witnesses.
    const witnessed = wanted.filter(({ witness }) => witness !== null);
    test.each(witnessed)('$file', async ({ file }) => {
      const { the, result } = exploredAs(file);
      const { witness } = result;
      if (witness === null) throw new Error('it has no witness');
      const { drawn, anomalies, serial, difference, isSerial } = witness;
      await replaying(the, async (replay) => {
        const again = await replay({ schedule: drawn.schedule, follow: false });
        expect(again.verdict).toBe('broken');
        expect(again.replayed).toEqual({
          // A replay of one schedule does not know the other schedules.
          drawn: { ...drawn, markedStep: null },
          anomalies,
          serial,
          difference,
          isSerial,
          exchange: null,
        });
      });
    });
  });

  return exploredAs;
}
