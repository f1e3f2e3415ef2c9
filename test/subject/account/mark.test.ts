/** The mark of a broken schedule: the earliest step after which every continuation breaks. */
import { describe, expect, test } from 'vitest';

import { defineStrategy } from '../../../src/authoring/strategy.js';
import { Conflict } from '../../../src/errors.js';
import type { DrawnSchedule } from '../../../src/model.js';
import type { ExploreFlags } from '../../../src/plan/explore.js';
import { strategies } from '../../../src/strategies/index.js';
import { committed, overwrote, refused, selectAccounts } from '../../../src/strategies/steps.js';
import { lettersOf } from '../../../src/text/schedule.js';
import { explored, replayed } from '../../support/explore.js';

const builtIn = (name: string) => {
  const found = strategies.find((strategy) => strategy.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** Naive, but it does not say what it wrote. */
const silent = defineStrategy({
  name: 'silent',
  async attempt(...given) {
    const end = await builtIn('naive').attempt(...given);
    return end.kind === 'committed' ? { kind: 'committed' } : end;
  },
});

/** The first worker stores one less than it should. */
const greedy = defineStrategy({
  name: 'greedy',
  async attempt(db, operation) {
    const [account] = await selectAccounts(db, operation.accounts).execute();
    if (!account || operation.decide([account]).refused) return refused;
    const row = await db
      .updateTable('account')
      .set({ balance: account.balance + (account.version === 0 ? 9 : 10) })
      .where('id', '=', account.id)
      .where('version', '=', account.version)
      .returning('version')
      .executeTakeFirst();
    if (!row) throw new Conflict();
    return committed(overwrote(account, row.version));
  },
});

interface Mark {
  readonly schedule: string;
  readonly markedStep: number | null | undefined;
  readonly fault: readonly [step: number, phrase: string] | null;
}

function markOf(witness: DrawnSchedule | null): Mark {
  const { schedule = [], markedStep, fault = null } = witness ?? {};
  const found = fault === null ? null : ([fault.step, fault.phrase] as const);
  return { schedule: lettersOf(schedule), markedStep, fault: found };
}

describe('when all schedules were explored', () => {
  const own = [silent, greedy];
  test.each<[string, string, ExploreFlags, Mark]>([
    [
      'a lost update: both have read',
      'naive',
      { scenario: 'deposit' },
      { schedule: 'ABBA', markedStep: 2, fault: [4, 'overwrites version 1 by B'] },
    ],
    [
      'an overdraft: both have read',
      'check-then-decrement',
      {},
      { schedule: 'ABBA', markedStep: 2, fault: [4, 'takes the balance to -10'] },
    ],
    [
      'in transactions: B reads before A writes',
      'read-committed',
      {},
      { schedule: 'AABBBBAA', markedStep: 4, fault: [7, 'overwrites version 1 by B'] },
    ],
    [
      'a write skew: B reads with A under way',
      'repeatable-read',
      { scenario: 'joint' },
      { schedule: 'AAABBBBA', markedStep: 5, fault: [6, 'takes the sum to -10'] },
    ],
    [
      'a balance that does not add up in any order: at the first step',
      'greedy',
      { scenario: 'deposit' },
      { schedule: 'AABB', markedStep: 1, fault: [2, 'stores 9 instead of 10'] },
    ],
    [
      'writes that the strategy does not report',
      'silent',
      { scenario: 'deposit' },
      { schedule: 'ABBA', markedStep: 2, fault: null },
    ],
  ])('%s', async (_, strategy, flags, mark) => {
    const { coverage, witness } = await explored(strategy, flags, own);
    expect(coverage.kind).toBe('complete');
    expect(markOf(witness)).toEqual(mark);
  });

  test('one step earlier, some continuation holds; from the mark on none does', async () => {
    const joint = async (schedule: string) =>
      (await replayed('repeatable-read', schedule, { scenario: 'joint' })).verdict;
    expect(await joint('AAABABB')).toBe('held');
    for (const end of ['BBA', 'BAB', 'ABB']) expect(await joint(`AAABB${end}`)).toBe('broken');
  });
});

describe('otherwise it is the write that completes the violation', () => {
  const fallback = (schedule: string, step: number, phrase: string): Mark => ({
    schedule,
    markedStep: step,
    fault: [step, phrase],
  });

  test('for a schedule that is replayed alone', async () => {
    expect(markOf(await replayed('naive', 'ABBA', { scenario: 'deposit' }))).toEqual(
      fallback('ABBA', 4, 'overwrites version 1 by B'),
    );
    const skew = await replayed('repeatable-read', 'AAABBBBA', { scenario: 'joint' });
    expect(markOf(skew)).toEqual(fallback('AAABBBBA', 6, 'takes the sum to -10'));
    expect(skew.fault?.worker).toBe(2);
  });

  test.each<[string, ExploreFlags]>([
    ['for schedules with few switches', { maxSwitches: '2' }],
    ['for the first few schedules', { maxSchedules: '5' }],
  ])('%s', async (_, flags) => {
    const { coverage, witness } = await explored('naive', { scenario: 'deposit', ...flags });
    expect(coverage.kind).not.toBe('complete');
    expect(markOf(witness)).toEqual(fallback('ABBA', 4, 'overwrites version 1 by B'));
  });

  test('and there is none when nothing breaks', async () => {
    expect(await replayed('naive', 'AAB')).toMatchObject({ fault: null, markedStep: null });
  });
});
