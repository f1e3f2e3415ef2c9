/** The claims of strategies, confirmed by complete exploration. */
import { describe, expect, test } from 'vitest';

import type { Claims } from '../../../src/model.js';
import { lettersOf } from '../../../src/text/schedule.js';
import { explored, exploredAll, replayed } from '../../support/explore.js';
import {
  expectClaimsOver,
  expectSameWitness,
  expectWriteSkewClaim,
  isQuick,
  names,
  resultOver,
  skewing,
} from './claims.js';

// All other pairs: claims.long.test.ts
describe.each(['withdraw', 'transfer', 'joint'])(
  '%s, 2 workers with 1 operation each',
  (scenario) => {
    const those = names.filter((name) => isQuick(scenario, name));
    test.each(those)('%s', (name) => expectClaimsOver(scenario, name));
  },
);

describe('write skew, 2 workers with 1 operation each', () => {
  const joint = (name: string, more: { balance?: string; operations?: string } = {}) =>
    explored(name, { scenario: 'joint', ...more });
  const those = (claim: Claims['writeSkew']) =>
    skewing(claim).filter(({ name }) => isQuick('joint', name));

  test.each(those('possible'))('$name allows it, as it says', (strategy) =>
    expectWriteSkewClaim(strategy),
  );
  test.each(those('prevented'))('$name does not, as it says', (strategy) =>
    expectWriteSkewClaim(strategy),
  );

  test('check-constraint does not, where a single account can pay', async () => {
    const result = await joint('check-constraint', { balance: '10', operations: '2' });
    expect(result).toMatchObject({ verdict: 'held', coverage: { kind: 'complete' } });
  });

  test('breaks nothing where there is enough for both', async () => {
    expect(await joint('naive', { balance: '10' })).toMatchObject({
      verdict: 'held',
      broken: 0,
    });
  });
});

describe('2 workers with 2 operations each', () => {
  /** Strategies whose trees are small enough for every test run. `npm run bench` explores the others. */
  const small = ['naive', 'mutex', 'atomic'];

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
  test('for-share claims that it deadlocks, and does; for-update claims that it never does', async () => {
    const share = await resultOver('withdraw', 'for-share');
    const update = await resultOver('withdraw', 'for-update');
    expect(share.causes['40P01']).toBeGreaterThan(0);
    expect(update.causes).toEqual({});
  });
});

describe('transfers in opposite directions', () => {
  test('locks in the order of ids never deadlock', async () => {
    const ordered = await resultOver('transfer', 'for-update');
    expect(ordered).toMatchObject({ verdict: 'held', causes: {} });
  });

  test('naive creates money', async () => {
    const drawn = await replayed('naive', 'AABBBA', { scenario: 'transfer' });
    expect(drawn.initial.map(({ balance }) => balance)).toEqual([10, 10]);
    expect(drawn.final.map(({ balance }) => balance)).toEqual([10, 20]);
    expect(drawn.witness?.sentences).toContain('All accounts together hold 30 instead of 20.');
  });
});

describe('a witness', () => {
  test('of naive is the same 4 times', () => expectSameWitness('naive', 1));

  test('has the fewest switches, and then the fewest statements', async () => {
    const { results } = await exploredAll({ strategy: ['naive'], scenario: 'deposit' });
    // The broken schedules are ABAB, ABBA, BAAB and BABA.
    expect(lettersOf(results[0]?.witness?.schedule ?? [])).toBe('ABBA');
  });
});
