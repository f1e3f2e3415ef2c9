import { describe, expect, test } from 'vitest';

import {
  ISOLATION_LEVELS,
  isolationName,
  parseIsolation,
  parseIsolations,
  requireNoIsolation,
} from '../../src/plan/isolation.js';
import { UsageError } from '../../src/errors.js';

function complaint(work: () => unknown): { readonly message: string; readonly hint: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, hint: error.hint ?? '' };
    throw error;
  }
  return { message: 'it did not throw', hint: '' };
}

describe('the levels of an exploration', () => {
  test.each([
    [undefined, []],
    ['serializable', ['serializable']],
    ['repeatable-read,read-committed', ['repeatable read', 'read committed']],
    [
      ['serializable', ' Repeatable Read ', 'serializable'],
      ['serializable', 'repeatable read'],
    ],
    ['all', ['read committed', 'repeatable read', 'serializable']],
    ['serializable,all', ['serializable', 'read committed', 'repeatable read']],
  ])('%j', (given, levels) => {
    expect(parseIsolations(given)).toEqual(levels);
  });

  test('are read back from their names', () => {
    expect(parseIsolations(ISOLATION_LEVELS.map(isolationName))).toEqual(ISOLATION_LEVELS);
  });

  test('of another name are refused', () => {
    expect(complaint(() => parseIsolations('serialisable'))).toEqual({
      message: 'isolation: "serialisable" is not a known level',
      hint: 'Did you mean serializable? Known: read-committed, repeatable-read, serializable, all.',
    });
    expect(complaint(() => parseIsolations('serializable,')).message).toBe(
      'isolation: "" is not a known level',
    );
    expect(complaint(() => parseIsolations('read-uncommitted'))).toEqual({
      message: 'isolation: PostgreSQL has no read-uncommitted',
      hint: 'It treats READ UNCOMMITTED as READ COMMITTED: write read-committed.',
    });
  });
});

test('a replay runs at one level', () => {
  expect(parseIsolation(undefined)).toBeNull();
  expect(parseIsolation('repeatable-read')).toBe('repeatable read');
  expect(complaint(() => parseIsolation('all')).message).toBe(
    'isolation names several levels, and a replay runs at one',
  );
});

test('strategies take none', () => {
  expect(complaint(() => requireNoIsolation(undefined)).message).toBe('it did not throw');
  expect(complaint(() => requireNoIsolation('all')).message).toBe(
    'isolation is for cases of your own code',
  );
});
