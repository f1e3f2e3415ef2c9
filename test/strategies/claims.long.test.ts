/** The claims of further strategies, held against races. */
import { describe, test } from 'vitest';

import {
  expectDeclaredSqlstates,
  expectLimitKept,
  expectNeitherOverdrawn,
  expectNoDeadlock,
  expectNoLostUpdate,
  expectNoOverdraft,
  expectTotalKept,
  isCovering,
  isFree,
  isKeeping,
  isRetrying,
  isSafe,
  names,
  others,
} from './claims.js';

describe('lost updates', () => {
  test.each(names(others.filter(isKeeping)))('%s loses no update, as it claims', (name) =>
    expectNoLostUpdate(name),
  );
});

describe('overdrafts', () => {
  test.each(names(others.filter(isCovering)))(
    '%s never overdraws an account, as it claims',
    (name) => expectNoOverdraft(name),
  );
});

describe('transfers', () => {
  test.each(names(others.filter(isKeeping)))('%s keeps the total, as it claims', (name) =>
    expectTotalKept(name),
  );
  test.each(names(others.filter(isCovering)))(
    '%s never overdraws either account, as it claims',
    (name) => expectNeitherOverdrawn(name),
  );
});

describe('write skew', () => {
  test.each(names(others.filter(isSafe)))('%s keeps the limit, as it claims', (name) =>
    expectLimitKept(name),
  );
});

describe('deadlocks', () => {
  test.each(names(others.filter(isFree)))('%s never deadlocks, as it claims', (name) =>
    expectNoDeadlock(name),
  );
});

describe('SQLSTATEs', () => {
  test.each(names(others.filter(isRetrying)))(
    '%s meets the SQLSTATEs that it declares, and no other',
    (name) => expectDeclaredSqlstates(name),
  );
});
