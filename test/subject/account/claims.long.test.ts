/** Claims of every strategy over further scenarios, and witnesses of further strategies, by complete exploration. */
import { describe, test } from 'vitest';

import { strategies } from '../../../src/strategies/index.js';
import { expectClaimsOver, expectSameWitness, MOST_SCHEDULES, names } from './claims.js';

describe.each(['deposit', 'mixed'])('%s, 2 workers with 1 operation each', (scenario) => {
  test.each(names)('%s', (name) => expectClaimsOver(scenario, name));
});

describe('transfer, 2 workers with 1 operation each', () => {
  test.each([...MOST_SCHEDULES])('%s', (name) => expectClaimsOver('transfer', name));
});

describe('a witness', () => {
  const breaking = strategies.filter(
    ({ name, claims }) => claims.overdrafts === 'possible' && name !== 'naive',
  );
  test.each(breaking.map(({ name }) => name))('of %s is the same 12 times', (name) =>
    expectSameWitness(name),
  );
});
