/** Incomplete explorations say so. */
import { describe, expect, test } from 'vitest';

import { explored, exploredAll } from '../../support/explore.js';

/** 924 schedules. */
const THREE_DEPOSITS = { scenario: 'deposit', operations: '3' };

describe('--max-switches', () => {
  test.each([
    // AAAAAABBBBBB and the other way round.
    ['1', 2],
    // One worker runs in one piece, at one of 5 positions inside the other.
    ['2', 2 + 2 * 5],
  ])('%s: exactly the schedules with no more', async (maxSwitches, schedules) => {
    const result = await explored('atomic', { ...SIX_STEPS, maxSwitches });
    expect(result).toMatchObject({ schedules, held: schedules, outcomes: 1 });
    // With one switch the workers run one after the other, which tests nothing.
    expect(result.verdict).toBe(maxSwitches === '1' ? 'inconclusive' : 'held');
    expect(result.coverage).toEqual({ kind: 'switches', maxSwitches: Number(maxSwitches) });
  });

  test('the highest possible number is complete', async () => {
    const result = await explored('atomic', { scenario: 'deposit', maxSwitches: '1' });
    expect(result.coverage).toEqual({ kind: 'complete' });
  });

  test('is a requested limit, so --expect held is met', async () => {
    const { expectations } = await exploredAll({
      ...SIX_STEPS,
      strategy: ['atomic'],
      maxSwitches: '2',
      expect: ['held', 'claims', 'schedules=12'],
    });
    expect(expectations.map(({ met }) => met)).toEqual([true, true, true]);
  });
});

/** 924 schedules of 12 statements. */
const SIX_STEPS = { scenario: 'deposit', operations: '6' };

test('--max-switches and --max-schedules: both limits hold, and no schedule is random', async () => {
  const flags = { ...SIX_STEPS, maxSwitches: '3' };
  const all = await explored('atomic', flags);
  const some = await explored('atomic', { ...flags, maxSchedules: '30' });
  expect(all.schedules).toBeGreaterThan(30);
  expect(some).toMatchObject({ schedules: 30, verdict: 'inconclusive' });
  expect(some.coverage).toMatchObject({ kind: 'schedules', sampled: 0, maxSwitches: 3 });
});

describe('--max-schedules', () => {
  test('one more than the number of schedules is complete, and so is exactly that number', async () => {
    for (const maxSchedules of ['7', '6']) {
      const result = await explored('naive', { scenario: 'deposit', maxSchedules });
      expect(result).toMatchObject({ schedules: 6, coverage: { kind: 'complete' } });
    }
  });

  test('one less is not complete, and reports the results so far', async () => {
    const result = await explored('naive', { scenario: 'deposit', maxSchedules: '5' });
    expect(result.coverage.kind).toBe('schedules');
    expect(result.schedules).toBeLessThanOrEqual(5);
    expect(result.verdict).toBe('broken');
  });

  test('a strategy that held so far is inconclusive, with the estimated number of schedules', async () => {
    const { results, expectations } = await exploredAll({
      ...SIX_STEPS,
      strategy: ['atomic'],
      maxSchedules: '30',
      expect: ['held', 'schedules>=30'],
    });
    const [result] = results;
    expect(result).toMatchObject({ verdict: 'inconclusive', schedules: 30, broken: 0, held: 30 });
    if (result?.coverage.kind !== 'schedules') throw new Error('it should not be complete');
    const { estimated, sampled, completeToSwitches } = result.coverage;
    expect(sampled).toBeGreaterThan(0);
    expect(completeToSwitches).toBeGreaterThanOrEqual(1);
    expect(estimated).toBeGreaterThan(30);
    expect(result.reason).toContain('30');
    expect(expectations.map(({ met }) => met)).toEqual([null, true]);
  });

  test('the same seed has the same results, another seed has others', async () => {
    const run = async (seed: string) => {
      const flags = { ...THREE_DEPOSITS, maxSchedules: '20', seed };
      const { durationMs: _, ...result } = await explored('naive', flags);
      return result;
    };
    const first = await run('1');
    expect(await run('1')).toEqual(first);
    expect((await run('2')).coverage).not.toEqual(first.coverage);
  });
});
