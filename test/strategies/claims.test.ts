/** The claims of strategies, held against races. */
import { describe, expect, test } from 'vitest';

import type { StrategyResult } from '../../src/model.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { strategies } from '../../src/strategies/index.js';
import { raced } from '../support/lab.js';
import {
  deadlocksOf,
  expectDeclaredSqlstates,
  expectLimitKept,
  expectNeitherOverdrawn,
  expectNoDeadlock,
  expectNoLostUpdate,
  expectNoOverdraft,
  expectTotalKept,
  FEW,
  isCovering,
  isFree,
  isKeeping,
  isRetrying,
  isSafe,
  names,
  RACE,
  usual,
} from './claims.js';

/** The most races to try. The rarest anomaly appears in two of three races. */
const CHANCES = 20;

/** Races with one seed after another until a result shows the anomaly, or CHANCES are used up. */
async function racedUntil(
  shown: (result: StrategyResult) => boolean,
  name: string,
  flags: RunFlags,
): Promise<StrategyResult> {
  for (let seed = 1; ; seed += 1) {
    const result = await raced(name, { ...flags, seed: String(seed) });
    if (shown(result) || seed === CHANCES) return result;
  }
}

const isBroken = ({ verdict }: StrategyResult) => verdict === 'broken';
const isOverdrawn = ({ violations }: StrategyResult) => violations !== null && violations > 0;

const breaking = strategies.filter(({ claims }) => claims.lostUpdates === 'possible');
const overdrawing = strategies.filter(({ claims }) => claims.overdrafts === 'possible');

describe('lost updates', () => {
  test.each(names(breaking))('%s loses updates, as it claims', async (name) => {
    const result = await racedUntil(isBroken, name, { ...RACE, scenario: 'deposit' });
    expect(result.verdict).toBe('broken');
    expect(result.lostUpdates).toBeGreaterThan(0);
    expect(result.lostUpdates).toBe(Math.abs(result.drift ?? 0) / 10);
  });

  test.each(names(usual.filter(isKeeping)))('%s loses no update, as it claims', (name) =>
    expectNoLostUpdate(name),
  );
});

describe('overdrafts', () => {
  test.each(names(overdrawing))('%s pays out too much, as it claims', async (name) => {
    const result = await racedUntil(isOverdrawn, name, { ...RACE, scenario: 'withdraw' });
    expect(result.verdict).toBe('broken');
    expect(result.violations).toBeGreaterThan(0);
    expect(result.lowestTrueBalance).toBeLessThan(0);
  });

  test.each(names(usual.filter(isCovering)))(
    '%s never overdraws an account, as it claims',
    (name) => expectNoOverdraft(name),
  );
});

describe('transfers', () => {
  test.each(names(breaking))('%s loses updates of either account, as it claims', async (name) => {
    const result = await racedUntil(isBroken, name, { ...RACE, scenario: 'transfer' });
    expect(result.verdict).toBe('broken');
    expect(result.lostUpdates).toBeGreaterThan(0);
  });

  test.each(names(usual.filter(isKeeping)))('%s keeps the total, as it claims', (name) =>
    expectTotalKept(name),
  );

  test.each(names(usual.filter(isCovering)))(
    '%s never overdraws either account, as it claims',
    (name) => expectNeitherOverdrawn(name),
  );
});

describe('write skew', () => {
  // The window of atomic lies within one statement, so a race may miss it: see atomic.test.ts.
  const skewing = strategies.filter(
    ({ name, claims }) => claims.writeSkew === 'possible' && name !== 'atomic',
  );
  const JOINT = { ...RACE, scenario: 'joint' };

  test.each(names(skewing))(
    '%s breaks the limit that two accounts share, as it claims',
    async (name) => {
      // The limit breaks only near a sum of zero. With one operation each, all workers get there together.
      const once = { ...JOINT, workers: '10', operations: '1', think: '5' };
      const result = await racedUntil(isOverdrawn, name, once);
      expect(result.verdict).toBe('broken');
      expect(result.violations).toBeGreaterThan(0);
      expect(result.lowestTrueBalance).toBeLessThan(0);
    },
  );

  test.each(names(usual.filter(isSafe)))('%s keeps the limit, as it claims', (name) =>
    expectLimitKept(name),
  );
});

describe('deadlocks', () => {
  const deadlocking = strategies.filter(({ claims }) => claims.deadlocks === 'possible');

  test.each(names(deadlocking))('%s deadlocks, as it claims', async (name) => {
    const hasDeadlocks = (result: StrategyResult) => deadlocksOf(result) > 0;
    const result = await racedUntil(hasDeadlocks, name, { ...FEW, scenario: 'transfer' });
    expect(deadlocksOf(result)).toBeGreaterThan(0);
  });

  test.each(names(usual.filter(isFree)))('%s never deadlocks, as it claims', (name) =>
    expectNoDeadlock(name),
  );
});

describe('SQLSTATEs', () => {
  test.each(names(usual.filter(isRetrying)))(
    '%s meets the SQLSTATEs that it declares, and no other',
    (name) => expectDeclaredSqlstates(name),
  );
});
