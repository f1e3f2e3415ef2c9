import { describe, expect, test } from 'vitest';

import type { CaseService, RowChange } from '../../../src/model.js';
import { withCompared } from '../../../src/subject/case/uncompared-changes.js';

const held = { verdict: 'held', reason: 'All 6 schedules held.' } as const;
const service: CaseService = {
  command: ['node', 'server.js'],
  env: {},
  cwd: null,
  ready: { kind: 'port' },
  graceMs: null,
};
const plain = { service, invariants: [] };

const updated = (...names: readonly string[]): RowChange => ({
  table: 'account',
  kind: 'updated',
  key: ['1'],
  columns: names.map((name) => ({ name, before: '1', after: '2' })),
});

/** What was masked, of these changes. */
const showing = (masked: readonly string[], ...changes: readonly RowChange[]) => ({
  outcomes: [{ changes }],
  masked,
  ignored: [],
  countedInMemory: [],
});

test('a service did not hold when all that it changed was noise', () => {
  const judgement = withCompared(held, showing(['account.seen'], updated('seen')), plain);
  expect(judgement.verdict).toBe('inconclusive');
  expect(judgement.reason).toMatch(
    /^Nothing that the workers changed was compared: account\.seen differs from run to run\./,
  );
});

test.each([
  ['something else was compared', showing(['account.seen'], updated('seen', 'balance')), plain],
  [
    'a row was added, which was compared',
    showing(['account.seen'], { ...updated('seen'), kind: 'inserted' }),
    plain,
  ],
  ['nothing was changed', showing([]), plain],
  [
    'the case leaves it out',
    { ...showing(['account.seen'], updated('seen')), ignored: ['account.seen'] },
    plain,
  ],
  [
    'there is an invariant',
    showing(['account.seen'], updated('seen')),
    { ...plain, invariants: [{ name: 'seen is positive', sql: 'select 1' }] },
  ],
  [
    'it is code of this process, which is loaded with each lane',
    showing(['account.seen'], updated('seen')),
    { ...plain, service: null },
  ],
])('it held when %s', (_why, compared, the) => {
  expect(withCompared(held, compared, the)).toBe(held);
});

describe('numbers that no key, sequence or clock explains', () => {
  const counting = (...numbers: readonly string[]) => ({
    ...showing(numbers, updated('seen', 'balance')),
    countedInMemory: numbers,
  });
  const covered = { service: null, invariants: [{ name: 'one', sql: 'select 1' }] };

  test('are named with the remedy, whatever else is compared', () => {
    expect(withCompared(held, counting('account.seen'), covered)).toEqual({
      verdict: 'inconclusive',
      reason:
        'account.seen differs between two runs of the same serial order, so it was not compared, and a lost update would not show there. ' +
        'Code that counts in its own memory goes on from run to run: let it read from the database what it counts. ' +
        "If it may differ, as random numbers and durations do, write ignore: ['account.seen'].",
    });
    expect(withCompared(held, counting('account.seen', 'log.ms'), covered).reason).toMatch(
      /^account\.seen and log\.ms differ .* so they were not compared.* ignore: \['account\.seen', 'log\.ms'\]\.$/,
    );
  });

  test.each(['broken', 'inconclusive'] as const)('change nothing when it is %s', (verdict) => {
    const judgement = { verdict, reason: 'It is so.' };
    expect(withCompared(judgement, counting('account.seen'), covered)).toBe(judgement);
  });
});
