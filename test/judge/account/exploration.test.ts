import { describe, expect, test } from 'vitest';

import { explorationVerdict } from '../../../src/judge/account/exploration.js';
import type { Coverage } from '../../../src/model.js';
import { spelled } from '../../../src/text/option.js';
import { fc } from '../../support/fast-check.js';
import type { Changes } from '../explored.js';
import { brokenIn, explored } from '../explored.js';

const verdictOf = (changes: Changes, reference?: string) => {
  const { verdict, reason } = explorationVerdict({ ...explored(changes), reference });
  return `${verdict}: ${spelled(reason, 'flags')}`;
};

type Limited = Extract<Coverage, { kind: 'schedules' }>;

/** An exploration that reached its limit. */
const limited = (coverage: Partial<Limited> = {}): Changes => ({
  schedules: 20_000,
  held: 20_000,
  coverage: {
    kind: 'schedules',
    estimated: 2_704_156,
    completeToSwitches: 5,
    sampled: 10_000,
    maxSwitches: null,
    ...coverage,
  },
});

const bounded: Changes = { coverage: { kind: 'switches', maxSwitches: 3 } };

describe('held', () => {
  test('names the workers and operations of a complete exploration', () => {
    expect(verdictOf({ schedules: 70, held: 70 })).toBe(
      'held: All 70 schedules held: every order in which the statements of 2 workers with 1 operation each can be released.',
    );
    expect(verdictOf({ schedules: 2_500, held: 2_500, workers: 3, operations: 2 })).toMatch(
      /^held: All 2,500 schedules held: .* of 3 workers with 2 operations each can be released\.$/,
    );
  });

  test('adds what stays unknown when a strategy does not report its writes', () => {
    expect(verdictOf({ estimated: true })).toMatch(
      / can be released\. The strategy does not say what its writes built on, so lost updates are estimated/,
    );
    expect(verdictOf({})).not.toContain('estimated');
  });

  test('names the only schedule', () => {
    expect(verdictOf({ schedules: 1, held: 1 })).toMatch(
      /^held: The only schedule held: every order /,
    );
  });

  test('names the schedules within the bound', () => {
    expect(verdictOf({ ...bounded, schedules: 38, held: 38 })).toBe(
      'held: All 38 schedules with at most 3 switches held, for 2 workers with 1 operation each.',
    );
    const three = { workers: 3, coverage: { kind: 'switches' as const, maxSwitches: 3 } };
    expect(verdictOf(three)).toMatch(/^held: All 6 schedules with at most 3 switches held/);
  });
});

describe('broken', () => {
  test('counts all schedules', () => {
    expect(verdictOf(brokenIn(4, { 'lost update': 4, overdraft: 2 }))).toBe(
      'broken: Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. ' +
        'An update was lost in 4 and money that was not there was paid out in 2.',
    );
  });

  test('counts the schedules within the bound', () => {
    expect(verdictOf({ ...brokenIn(1, { overdraft: 1 }), ...bounded })).toBe(
      'broken: Broken in 1 of 6 schedules: every order of 2 workers × 1 operation with at most 3 switches. ' +
        'Money that was not there was paid out in 1.',
    );
  });

  test('names a shared limit', () => {
    expect(verdictOf(brokenIn(4, { 'write skew': 4 }))).toMatch(
      / A limit that several accounts share was broken in 4\.$/,
    );
  });

  test('counts the schedules that could be run', () => {
    const changes = { ...limited(), broken: 312, held: 19_688, verdict: 'broken' } as const;
    expect(verdictOf({ ...changes, anomalies: { 'lost update': 312 } })).toBe(
      'broken: Broken in 312 of 20,000 schedules, of about 2.7 million: all with at most 5 switches, ' +
        'and 10,000 drawn by the seed. An update was lost in 312.',
    );
  });

  test('names a wrong balance', () => {
    expect(verdictOf(brokenIn(6))).toMatch(
      /No update was lost and no account overdrawn, but a balance does not add up\.$/,
    );
  });

  test('even when some schedules are unclear or left out', () => {
    expect(verdictOf({ ...brokenIn(1), held: 4, unclear: 1 })).toMatch(/^broken/);
    expect(verdictOf({ ...limited(), broken: 1 })).toMatch(/^broken/);
    expect(verdictOf({ ...brokenIn(1), committed: 0 })).toMatch(/^broken/);
  });
});

describe('inconclusive', () => {
  test('because a history contradicts itself', () => {
    expect(verdictOf({ held: 4, unclear: 2 })).toBe(
      'inconclusive: In 2 of 6 schedules the history contradicts itself: the strategy does not ' +
        'report all its writes, or something else writes to this schema.',
    );
  });

  test('because nothing committed: all operations were refused', () => {
    expect(verdictOf({ committed: 0 })).toBe(
      'inconclusive: Every operation was refused in all 6 schedules, so nothing was tested: raise --balance.',
    );
    expect(verdictOf({ committed: 0, schedules: 1 })).toContain('refused in the only schedule, so');
  });

  test('because nothing committed: all operations failed', () => {
    const failed = { committed: 0, causes: { '40001': 2, conflict: 6 }, ...bounded };
    const reason =
      'inconclusive: No operation committed in all 6 schedules (conflict and 40001), so nothing was ' +
      'tested. Operations fail even when workers take turns, so the cause is not contention';
    expect(verdictOf(failed, './toys.ts#toy')).toBe(
      `${reason} (see race-lab explain ./toys.ts#toy).`,
    );
    expect(verdictOf(failed)).toBe(`${reason}.`);
  });

  test('because workers only took turns', () => {
    const turns = (workers: number, maxSwitches: number) =>
      verdictOf({ workers, coverage: { kind: 'switches', maxSwitches } });
    expect(turns(2, 1)).toBe(
      'inconclusive: Workers only took turns, one after the other, so nothing was tested: ' +
        'use more --workers, or --max-switches 2 or more.',
    );
    expect(turns(3, 2)).toContain('--max-switches 3 or more');
    expect(verdictOf({ workers: 1 })).toMatch(/^inconclusive: Workers only took turns/);
  });

  test('not when one operation committed', () => {
    expect(verdictOf({ committed: 1, causes: { conflict: 6 } })).toMatch(/^held/);
  });

  test.each<[Partial<Limited>, string]>([
    [
      {},
      'Held in 20,000 of about 2.7 million schedules: all with at most 5 switches, and 10,000 drawn by the seed; ' +
        'raise --max-schedules, or bound it on purpose with --max-switches 5.',
    ],
    [
      { sampled: 0 },
      'Held in 20,000 of about 2.7 million schedules: all with at most 5 switches; ' +
        'raise --max-schedules, or bound it on purpose with --max-switches 5.',
    ],
    [
      { completeToSwitches: null, estimated: null },
      'Held in 20,000 of an unknown number of schedules: 10,000 with the fewest switches, and ' +
        '10,000 drawn by the seed; raise --max-schedules.',
    ],
    [
      { completeToSwitches: null, sampled: 0, estimated: 20_400 },
      'Held in 20,000 of somewhat more schedules: 20,000 with the fewest switches; raise --max-schedules.',
    ],
    // A bound that never interleaves statements is not suggested.
    [
      { completeToSwitches: 1, sampled: 0 },
      'Held in 20,000 of about 2.7 million schedules: all with at most 1 switch; raise --max-schedules.',
    ],
    [
      { completeToSwitches: 2, sampled: 0, estimated: null, maxSwitches: 3 },
      'Held in 20,000 of an unknown number of schedules with at most 3 switches: all with at most ' +
        '2 switches; raise --max-schedules.',
    ],
  ])('because the limit left schedules out: %j', (coverage, reason) => {
    expect(verdictOf(limited(coverage))).toBe(`inconclusive: ${reason}`);
  });
});

describe('all coverages', () => {
  const coverages: fc.Arbitrary<Coverage> = fc.oneof(
    fc.constant({ kind: 'complete' as const }),
    fc.record({
      kind: fc.constant('switches' as const),
      maxSwitches: fc.integer({ min: 2, max: 9 }),
    }),
    fc.record({
      kind: fc.constant('schedules' as const),
      estimated: fc.option(fc.double({ min: 1, max: 1e30, noNaN: true })),
      completeToSwitches: fc.option(fc.nat({ max: 9 })),
      sampled: fc.nat({ max: 20 }),
      maxSwitches: fc.option(fc.integer({ min: 2, max: 9 })),
    }),
  );

  test('"all" is used only for schedules that were all run', () => {
    const counts = { broken: fc.nat({ max: 2 }), unclear: fc.nat({ max: 2 }) };
    fc.assert(
      fc.property(
        fc.record({ coverage: coverages, held: fc.nat({ max: 9 }), ...counts }),
        (parts) => {
          const schedules = parts.held + parts.broken + parts.unclear;
          fc.pre(schedules > 0);
          const { verdict, reason } = explorationVerdict(explored({ ...parts, schedules }));
          const whole = parts.coverage.kind !== 'schedules' && parts.held === schedules;
          expect(verdict === 'held').toBe(whole);
          expect(verdict === 'broken').toBe(parts.broken > 0);
          expect(/^(All|The only)\b/.test(reason)).toBe(whole);
          expect(reason).toMatch(/^[A-Z].*\.$/);
          expect(reason).not.toMatch(/NaN|undefined|null|Infinity/);
        },
      ),
    );
  });
});
