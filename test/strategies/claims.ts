/** The claims of strategies, and the races that hold them against it. */
import { describe, test } from 'vitest';

import type { Strategy } from '../../src/model.js';
import { strategies as all } from '../../src/strategies/index.js';
import {
  expectNoLostUpdate,
  expectNoOverdraft,
  expectTotalKept,
  expectNeitherOverdrawn,
  expectNoDeadlock,
  expectDeclaredSqlstates,
  expectLimitKept,
  expectLostUpdate,
  expectOverdraft,
  expectLossInTransfers,
  expectBrokenLimit,
  expectDeadlock,
} from './races.js';

/**
 * Strategies that `npm test` races: of each claim, one that makes it, and one that does not. More claims are explored
 * (subject/account/claims.test.ts), and claims.long.test.ts races the other strategies.
 */
const USUAL = new Set(['naive', 'for-update', 'for-share']);
export const usual = all.filter(({ name }) => USUAL.has(name));
export const others = all.filter(({ name }) => !USUAL.has(name));

const isKeeping = ({ claims }: Strategy) => claims.lostUpdates === 'prevented';
const isCovering = ({ claims }: Strategy) => claims.overdrafts === 'prevented';
const isSafe = ({ claims }: Strategy) => claims.writeSkew === 'prevented';
const isFree = ({ claims }: Strategy) => claims.deadlocks === 'none';
const isRetrying = ({ sqlstates }: Strategy) => Object.values(sqlstates).includes('retry');
const isLosing = ({ claims }: Strategy) => claims.lostUpdates === 'possible';
const isOverdrawing = ({ claims }: Strategy) => claims.overdrafts === 'possible';
// The window of atomic lies within one statement, so a race may miss it: see atomic.test.ts.
const isSkewing = ({ name, claims }: Strategy) =>
  claims.writeSkew === 'possible' && name !== 'atomic';
const isDeadlocking = ({ claims }: Strategy) => claims.deadlocks === 'possible';

/** The tests of all claims of these strategies. */
export function testClaims(strategies: readonly Strategy[]): void {
  const those = (makes: (strategy: Strategy) => boolean) =>
    strategies.filter(makes).map(({ name }) => name);

  describe('lost updates', () => {
    test.each(those(isLosing))('%s loses updates, as it claims', (name) => expectLostUpdate(name));
    test.each(those(isKeeping))('%s loses no update, as it claims', (name) =>
      expectNoLostUpdate(name),
    );
  });

  describe('overdrafts', () => {
    test.each(those(isOverdrawing))('%s pays out too much, as it claims', (name) =>
      expectOverdraft(name),
    );
    test.each(those(isCovering))('%s never overdraws an account, as it claims', (name) =>
      expectNoOverdraft(name),
    );
  });

  describe('transfers', () => {
    test.each(those(isLosing))('%s loses updates of either account, as it claims', (name) =>
      expectLossInTransfers(name),
    );
    test.each(those(isKeeping))('%s keeps the total, as it claims', (name) =>
      expectTotalKept(name),
    );
    test.each(those(isCovering))('%s never overdraws either account, as it claims', (name) =>
      expectNeitherOverdrawn(name),
    );
  });

  describe('write skew', () => {
    test.each(those(isSkewing))(
      '%s breaks the limit that two accounts share, as it claims',
      (name) => expectBrokenLimit(name),
    );
    test.each(those(isSafe))('%s keeps the limit, as it claims', (name) => expectLimitKept(name));
  });

  describe('deadlocks', () => {
    test.each(those(isDeadlocking))('%s deadlocks, as it claims', (name) => expectDeadlock(name));
    test.each(those(isFree))('%s never deadlocks, as it claims', (name) => expectNoDeadlock(name));
  });

  describe('SQLSTATEs', () => {
    test.each(those(isRetrying))('%s meets the SQLSTATEs that it declares, and no other', (name) =>
      expectDeclaredSqlstates(name),
    );
  });
}
