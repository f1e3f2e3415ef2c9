/** Every claim of every strategy, confirmed by complete exploration. */
import { describe, expect, test } from 'vitest';

import type { ExplorationResult } from '../../src/model.js';
import { strategies } from '../../src/strategies/index.js';
import { lettersOf } from '../../src/text/schedule.js';
import { exploredAll, replayed } from '../support/explore.js';

const names = strategies.map(({ name }) => name);

describe.each(['withdraw', 'deposit', 'mixed'])(
  '%s, 2 workers with 1 operation each',
  (scenario) => {
    test.each(names)('%s', async (name) => {
      const { results, expectations } = await exploredAll({
        strategy: [name],
        scenario,
        expect: ['claims'],
      });
      const [result] = results;
      expect(result?.coverage).toEqual({ kind: 'complete' });
      expect(result).toMatchObject({ unclear: 0, unsteady: 0 });
      expect(result?.witness === null).toBe(result?.broken === 0);
      const [claims] = expectations;
      expect(claims?.met).toBe(cannotShow(name, scenario) ? null : true);
    });
  },
);

/**
 * Whether the strategy claims less than two operations of the scenario can show: with this seed they
 * are a deposit and a withdrawal, and a withdrawal alone cannot overdraw.
 */
function cannotShow(name: string, scenario: string): boolean {
  return scenario === 'mixed' && name === 'check-then-decrement';
}

describe('2 workers with 2 operations each', () => {
  /** Those whose trees are small enough for every test run; `npm run bench` explores the others. */
  const small = ['naive', 'check-then-decrement', 'mutex', 'atomic', 'check-constraint'];

  test.each(small)('%s', async (name) => {
    const { results, expectations } = await exploredAll({
      strategy: [name],
      operations: '2',
      expect: ['claims'],
    });
    expect(results[0]?.coverage).toEqual({ kind: 'complete' });
    expect(expectations[0]?.met).toBe(true);
  });
});

describe('deadlocks', () => {
  test('for-share says that it deadlocks, and does; for-update says that it never does', async () => {
    const { results } = await exploredAll({ strategy: ['for-share', 'for-update'] });
    const [share, update] = results;
    expect(share?.causes['40P01']).toBeGreaterThan(0);
    expect(update?.causes).toEqual({});
  });
});

describe('a witness', () => {
  const breaking = strategies.filter(({ claims }) => claims.overdrafts === 'possible');
  test.each(breaking.map(({ name }) => name))('of %s is the same 100 times', async (name) => {
    const { results } = await exploredAll({ strategy: [name] });
    const witness: ExplorationResult['witness'] = results[0]?.witness ?? null;
    expect(witness?.verdict).toBe('broken');
    const letters = lettersOf(witness?.schedule ?? []);
    expect(await replayed(name, letters)).toEqual(witness);
    const fourAtATime = Array.from({ length: 4 }, () => replayTimes(25, name, letters));
    const verdicts = (await Promise.all(fourAtATime)).flat();
    expect(verdicts).toEqual(Array.from({ length: 100 }, () => 'broken'));
  });

  test('has the fewest switches, and then the fewest statements', async () => {
    const { results } = await exploredAll({ strategy: ['naive'], scenario: 'deposit' });
    // Broken are ABAB, ABBA, BAAB and BABA.
    expect(lettersOf(results[0]?.witness?.schedule ?? [])).toBe('ABBA');
  });
});

async function replayTimes(times: number, name: string, letters: string): Promise<string[]> {
  const verdicts: string[] = [];
  while (verdicts.length < times) verdicts.push((await replayed(name, letters)).verdict);
  return verdicts;
}
