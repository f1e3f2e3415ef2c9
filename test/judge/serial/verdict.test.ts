import { describe, expect, test } from 'vitest';

import type { SerialFault } from '../../../src/judge/serial/knowledge.js';
import { type CaseCounts, caseVerdict } from '../../../src/judge/serial/verdict.js';
import type { CaseAnomaly, CaseResult } from '../../../src/model.js';
import { spelled } from '../../../src/text/option.js';
import { numbersOf } from '../../../src/text/schedule.js';
import { end } from './ends.js';

type Changes = Partial<Omit<CaseCounts, 'anomalies'>> & {
  readonly anomalies?: Partial<CaseResult['anomalies']>;
};

/** Sixteen schedules of anna and ben, all of which held, with changes. */
const verdictOf = ({ anomalies, ...changes }: Changes = {}): string => {
  const { verdict, reason } = caseVerdict({
    workers: ['anna', 'ben'],
    schedules: 16,
    broken: 0,
    unclear: 0,
    coverage: { kind: 'complete' },
    invariants: {},
    unsteady: 0,
    serialOrders: 2,
    serialSampled: false,
    committed: 20,
    serial: { broken: [], unequal: [] },
    ...changes,
    anomalies: { invariant: 0, 'not serializable': 0, failure: 0, 'left open': 0, ...anomalies },
  });
  return `${verdict}: ${spelled(reason, 'flags')}`;
};

const fault = (order: string, ...anomalies: readonly CaseAnomaly[]): SerialFault => ({
  order: numbersOf(order),
  anomalies,
  end: end([], []),
  isSecond: false,
});

const violated: CaseAnomaly = { kind: 'invariant', name: 'balance never below zero', rows: [] };
const leftOpen: CaseAnomaly = { kind: 'left open', worker: 1, what: 'transaction' };
const duplicate: CaseAnomaly = { kind: 'failure', worker: 2, sqlstate: '23505', message: 'no' };

describe('held', () => {
  test('names the workers', () => {
    expect(verdictOf()).toBe(
      'held: All 16 schedules held: every order in which the statements of anna and ben can be released.',
    );
  });

  test('with the bound of switches', () => {
    expect(verdictOf({ coverage: { kind: 'switches', maxSwitches: 3 } })).toBe(
      'held: All 16 schedules with at most 3 switches held, for anna and ben.',
    );
  });
});

describe('broken', () => {
  test('says in how many and why', () => {
    expect(
      verdictOf({
        broken: 12,
        anomalies: { invariant: 12, 'not serializable': 12 },
        invariants: { 'balance never below zero': 12 },
      }),
    ).toBe(
      'broken: Broken in 12 of 16 schedules: every order of the statements of anna and ben. ' +
        'The invariant "balance never below zero" is violated in 12; 12 end like no serial order.',
    );
  });

  test('names failures and what was left open', () => {
    expect(
      verdictOf({ broken: 6, anomalies: { failure: 4, 'not serializable': 4, 'left open': 2 } }),
    ).toContain(
      'A worker failed in 4 as in no serial order; 4 end like no serial order; ' +
        'a worker left a transaction or a lock open in 2.',
    );
  });

  test('names three invariants, those with the most violations', () => {
    const invariants = { a: 1, b: 2, c: 3, d: 4, e: 5 };
    expect(verdictOf({ broken: 6, anomalies: { invariant: 6 }, invariants })).toMatch(
      /\. The invariant "e" is violated in 5; .*"d".*; .*"c" is violated in 3; 2 other invariants are violated\.$/,
    );
  });

  test('says when not all serial orders were run', () => {
    const many = { serialOrders: 120, serialSampled: true };
    expect(verdictOf({ broken: 1, anomalies: { 'not serializable': 1 }, ...many })).toContain(
      '1 ends like none of the 120 serial orders that were run.',
    );
  });

  test('says which part of all schedules was run', () => {
    const coverage = { kind: 'stopped' as const };
    const changes = { broken: 1, coverage, unsteady: 50, anomalies: { 'not serializable': 1 } };
    expect(verdictOf({ ...changes, workers: ['anna', 'ben', 'eve'] })).toBe(
      'broken: Broken in 1 of 16 schedules that were run of the statements of anna, ben and eve. ' +
        '1 ends like no serial order. The exploration stopped early, because the code is not ' +
        'deterministic here: 50 schedules could not be repeated. With three or more workers, the ' +
        'server chooses which of several waiting workers continues first: use --max-switches 3.',
    );
  });
});

describe('a serial order that is wrong', () => {
  test('is said first', () => {
    const serial = {
      broken: [fault('AB', violated, leftOpen), fault('BA', leftOpen)],
      unequal: [],
    };
    expect(
      verdictOf({
        broken: 1,
        serial,
        anomalies: { invariant: 1, 'left open': 16 },
        invariants: { 'balance never below zero': 1 },
      }),
    ).toBe(
      'broken: Wrong without any race, with the workers one after another: the invariant ' +
        '"balance never below zero" is violated in the order AB; anna leaves its transaction open in the ' +
        'orders AB and BA. Broken in 1 of 16 schedules: every order of the statements of anna and ben. ' +
        'The invariant "balance never below zero" is violated in 1; a worker left a transaction or a ' +
        'lock open in 16.',
    );
  });

  test.each([
    [[{ '?column?': true }], true],
    [[{ isBelow: true }, { isBelow: true }], false],
    [[{ owner: 'kim', isBelow: true }], false],
    [[{ balance: -30 }], false],
  ])('an invariant that returns %j: whether the reason explains its rows', (rows, explains) => {
    const broken = [fault('AB', { ...violated, rows })];
    const reason = verdictOf({ serial: { broken, unequal: [] } });
    expect(reason.includes('none when all is well: write the condition in its where clause.')).toBe(
      explains,
    );
  });

  test('breaks the case although all schedules held', () => {
    const serial = { broken: [fault('AB', duplicate)], unequal: [] };
    expect(verdictOf({ serial })).toBe(
      'broken: Wrong without any race, with the workers one after another: ben fails (23505) in the ' +
        'order AB. All 16 schedules that were run end like serial orders.',
    );
    expect(verdictOf({ serial, workers: ['anna'], schedules: 1 })).toMatch(
      /^broken: .* The only schedule ends like a serial order\.$/,
    );
  });

  test('is counted when there are many', () => {
    const broken = ['ABC', 'ACB', 'BAC', 'BCA'].map((order) => fault(order, violated));
    expect(verdictOf({ serial: { broken, unequal: [] }, serialOrders: 6 })).toContain(
      ' is violated in 4 of 6 orders.',
    );
  });
});

describe('inconclusive', () => {
  const unequal = { broken: [], unequal: [[1, 2]] };

  test('because two runs of a serial order differ', () => {
    expect(verdictOf({ serial: unequal })).toBe(
      'inconclusive: Two runs of the serial order AB end differently, and not only in some columns or ' +
        'parts of results: the code depends on time or chance, or something else works on this database.',
    );
    const more = [
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
      [2, 3, 1],
    ];
    expect(verdictOf({ serial: { broken: [], unequal: more } })).toContain(
      'Two runs of each of ABC, ACB and BAC and 1 more end differently',
    );
    expect(verdictOf({ serial: unequal, broken: 3 })).toMatch(
      /^broken: Two runs of .* Broken in 3 of 16/,
    );
  });

  test('because there is only one worker', () => {
    expect(verdictOf({ workers: ['anna'], schedules: 1 })).toBe(
      'inconclusive: anna ran alone, so nothing was tested: give the case another worker.',
    );
  });

  test('because workers only took turns', () => {
    expect(verdictOf({ coverage: { kind: 'switches', maxSwitches: 1 } })).toBe(
      'inconclusive: Workers only took turns, one after the other, so nothing was tested: ' +
        'raise --max-switches to 2 or more.',
    );
  });

  test('because no worker returned', () => {
    expect(verdictOf({ committed: 0 })).toBe(
      'inconclusive: No worker returned in any of the 16 schedules, so nothing was tested: check the ' +
        'rows of start, and refusals.',
    );
    expect(verdictOf({ committed: 1 })).toMatch(/^held/);
  });

  test('because schedules could not be judged', () => {
    expect(verdictOf({ unclear: 2 })).toBe('inconclusive: 2 of 16 schedules could not be judged.');
  });

  test('because a schedule could not be repeated, or the limit left some out', () => {
    expect(verdictOf({ coverage: { kind: 'unsteady' }, unsteady: 3 })).toMatch(
      /^inconclusive: Held in 16 schedules of anna and ben\. But 3 times /,
    );
    const coverage = {
      kind: 'schedules' as const,
      estimated: 900,
      completeToSwitches: 3,
      sampled: 0,
      maxSwitches: null,
    };
    expect(verdictOf({ coverage })).toBe(
      'inconclusive: Held in 16 of about 900 schedules: all with at most 3 switches; ' +
        'raise --max-schedules, or bound it on purpose with --max-switches 3.',
    );
  });

  const time = {
    kind: 'time' as const,
    timeLimitMs: 2_000,
    completeToSwitches: 3,
    withMoreSwitches: 5,
    sampled: 0,
    maxSwitches: null,
  };
  test.each<[Partial<Extract<CaseCounts['coverage'], { kind: 'time' }>>, string]>([
    [
      {},
      'all with at most 3 switches, and 5 with more; raise --time-limit, or bound it on purpose with --max-switches 3.',
    ],
    [
      { completeToSwitches: 1, withMoreSwitches: 0 },
      'all with at most 1 switch; raise --time-limit.',
    ],
    [
      { withMoreSwitches: 5, sampled: 4 },
      'all with at most 3 switches, 5 with more and 4 drawn by the seed; raise --time-limit, or bound it on purpose with --max-switches 3.',
    ],
    [
      { completeToSwitches: null, withMoreSwitches: 16 },
      'those with the fewest switches; raise --time-limit.',
    ],
  ])('because the time limit left some out: %j', (covered, which) => {
    expect(verdictOf({ coverage: { ...time, ...covered } })).toBe(
      `inconclusive: Held in 16 schedules until the 2 s of --time-limit were over: ${which}`,
    );
  });

  test('because the time limit was over before there was a schedule', () => {
    const none = { schedules: 0, committed: 0, coverage: { ...time, completeToSwitches: null } };
    expect(verdictOf(none)).toBe(
      'inconclusive: The 2 s of --time-limit were over before the serial orders had ended, so no schedule was run: raise --time-limit.',
    );
  });

  test('but broken all the same when a schedule broke before the time limit', () => {
    const broken = { broken: 4, anomalies: { invariant: 4 }, invariants: { rule: 4 } };
    expect(verdictOf({ ...broken, coverage: time })).toBe(
      'broken: Broken in 4 of 16 schedules until the 2 s of --time-limit were over: all with at most 3 switches, and 5 with more. ' +
        'The invariant "rule" is violated in 4.',
    );
  });
});
