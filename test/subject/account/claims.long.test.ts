/** Claims of all further pairs of strategy and scenario, and further witnesses, by complete exploration. */
import { describe, expect, test } from 'vitest';

import type { Claims } from '../../../src/model.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { strategies } from '../../../src/strategies/index.js';
import { exploredAll } from '../../support/explore.js';
import {
  expectClaimsOver,
  expectSameWitness,
  expectWriteSkewClaim,
  isQuick,
  names,
  resultOver,
  skewing,
} from './claims.js';

describe.each(scenarios)('$name, 2 workers with 1 operation each', ({ name: scenario }) => {
  const others = names.filter((name) => !isQuick(scenario, name));
  test.each(others)('%s', (name) => expectClaimsOver(scenario, name));
});

describe('write skew, 2 workers with 1 operation each', () => {
  const those = (claim: Claims['writeSkew']) =>
    skewing(claim).filter(({ name }) => !isQuick('joint', name));

  test.each(those('possible'))('$name allows it, as it says', (strategy) =>
    expectWriteSkewClaim(strategy),
  );
  test.each(those('prevented'))('$name does not, as it says', (strategy) =>
    expectWriteSkewClaim(strategy),
  );
});

describe('2 workers with 2 operations each', () => {
  test.each(['check-then-decrement', 'check-constraint'])('%s', async (name) => {
    const { results, expectations } = await exploredAll({
      strategy: [name],
      operations: '2',
      expect: ['claims'],
    });
    expect(results[0]?.coverage).toEqual({ kind: 'complete' });
    expect(expectations[0]?.met).toBe(true);
  });
});

test('transfers in opposite directions with locks in the order of the names deadlock', async () => {
  const unordered = await resultOver('transfer', 'for-update-unordered');
  expect(unordered).toMatchObject({ verdict: 'held', coverage: { kind: 'complete' } });
  expect(unordered.causes['40P01']).toBeGreaterThan(0);
});

describe('a witness', () => {
  const breaking = strategies.filter(
    ({ name, claims }) => claims.overdrafts === 'possible' && name !== 'naive',
  );
  test.each(breaking.map(({ name }) => name))('of %s is the same 12 times', (name) =>
    expectSameWitness(name, 3),
  );
});
