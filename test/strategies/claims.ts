/** The claims of strategies, and the races that hold them against it. */
import { describe, test } from 'vitest';

import type { Strategy } from '../../src/model.js';
import { strategies } from '../../src/strategies/index.js';
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
export const usual = strategies.filter(({ name }) => USUAL.has(name));
export const others = strategies.filter(({ name }) => !USUAL.has(name));

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
export function testClaims(those: readonly Strategy[]): void {
  const each = (
    title: string,
    makes: (strategy: Strategy) => boolean,
    expectClaim: (name: string) => Promise<void>,
  ): void => {
    const names = those.filter(makes).map(({ name }) => name);
    if (names.length > 0) test.each(names)(title, (name) => expectClaim(name));
  };

  describe('lost updates', () => {
    each('%s loses updates, as it claims', isLosing, expectLostUpdate);
    each('%s loses no update, as it claims', isKeeping, expectNoLostUpdate);
  });

  describe('overdrafts', () => {
    each('%s pays out too much, as it claims', isOverdrawing, expectOverdraft);
    each('%s never overdraws an account, as it claims', isCovering, expectNoOverdraft);
  });

  describe('transfers', () => {
    each('%s loses updates of either account, as it claims', isLosing, expectLossInTransfers);
    each('%s keeps the total, as it claims', isKeeping, expectTotalKept);
    each('%s never overdraws either account, as it claims', isCovering, expectNeitherOverdrawn);
  });

  describe('write skew', () => {
    each('%s breaks the limit that two accounts share, as it claims', isSkewing, expectBrokenLimit);
    each('%s keeps the limit, as it claims', isSafe, expectLimitKept);
  });

  describe('deadlocks', () => {
    each('%s deadlocks, as it claims', isDeadlocking, expectDeadlock);
    each('%s never deadlocks, as it claims', isFree, expectNoDeadlock);
  });

  describe('SQLSTATEs', () => {
    each(
      '%s meets the SQLSTATEs that it declares, and no other',
      isRetrying,
      expectDeclaredSqlstates,
    );
  });
}
