/** The events of a schedule, step by step. */
import { describe, expect, test } from 'vitest';

import { defineStrategy } from '../../../src/authoring/strategy.js';
import { UsageError } from '../../../src/errors.js';
import type { DrawnSchedule, StepEvent } from '../../../src/model.js';
import { committed, overwrote, refused, selectAccounts } from '../../../src/strategies/steps.js';
import { replayed } from '../../support/explore.js';

/** A step and an event in short form: `3 B waits for A`. */
function told({ steps }: DrawnSchedule): string[] {
  return steps.flatMap(({ number, events }) => events.map((event) => `${number} ${phrase(event)}`));
}

function phrase(event: StepEvent): string {
  const name = 'ABC'[event.worker - 1];
  switch (event.kind) {
    case 'reply': {
      const { reply } = event;
      const answer = reply.kind === 'failed' ? reply.sqlstate : reply.command.toLowerCase();
      return `${name} ${event.waited ? 'goes on: ' : ''}${answer}`;
    }
    case 'waits': {
      const others = event.for.map((worker) => 'ABC'[worker - 1]).join(' and ');
      return `${name} waits for ${others}${event.lock === null ? '' : ` (${event.lock})`}`;
    }
    case 'holds':
      return `${name} ${event.waited ? 'goes on: ' : ''}holds ${event.lock}`;
    case 'attempt ended':
      return `${name} ${event.end}${event.cause === null ? '' : ` ${event.cause}`}`;
    default:
      return event satisfies never;
  }
}

describe('what happens at each step', () => {
  test('naive: both read, then both write', async () => {
    const drawn = await replayed('naive', 'ABAB');
    expect(told(drawn)).toEqual([
      '1 A select',
      '2 B select',
      '3 A update',
      '3 A committed',
      '4 B update',
      '4 B committed',
    ]);
    expect(drawn).toMatchObject({ verdict: 'broken', switches: 3 });
    expect(drawn.fault).toMatchObject({ step: 4, worker: 2 });
    expect(drawn.steps.map(({ accounts }) => accounts[0]?.version)).toEqual([0, 0, 1, 2]);
  });

  test('for-update: the second waits in its read, and then reads what the first wrote', async () => {
    const drawn = await replayed('for-update', 'AABBAABB', { scenario: 'deposit' });
    expect(told(drawn)).toEqual([
      '1 A begin',
      '2 A select',
      '3 B begin',
      '4 B waits for A',
      '5 A update',
      '6 A commit',
      '6 A committed',
      '6 B goes on: select',
      '7 B update',
      '8 B commit',
      '8 B committed',
    ]);
    expect(drawn).toMatchObject({ verdict: 'held', fault: null, witness: null });
  });

  test('for-share: a deadlock is shown with its cycle, and the worker that completed it is the victim', async () => {
    const drawn = await replayed('for-share', 'AABBABBBBAB');
    const events = told(drawn);
    expect(events).toContain('5 A waits for B');
    expect(events.filter((event) => event.startsWith('6'))).toEqual([
      '6 B waits for A',
      '6 B goes on: 40P01',
      '6 A goes on: update',
    ]);
    const failure = drawn.steps[5]?.events.find(
      ({ worker, kind }) => worker === 2 && kind === 'reply',
    );
    expect(failure).toMatchObject({ reply: { kind: 'failed', cycle: [2, 1] } });
  });

  test('mutex: the second waits for a named application lock', async () => {
    expect(told(await replayed('mutex', 'ABAAB'))).toEqual([
      '1 A holds account 1',
      '2 B waits for A (account 1)',
      '3 A select',
      '4 A update',
      '4 A committed',
      '4 B goes on: holds account 1',
      '5 B select',
      '5 B refused',
    ]);
  });

  test('repeatable-read: the second writer fails, rolls back, and retries', async () => {
    const events = told(await replayed('repeatable-read', 'AABBAABBBBB'));
    expect(events).toContain('7 B 40001');
    expect(events).toContain('8 B retry 40001');
    expect(events.at(-1)).toBe('11 B refused');
  });

  test('a rollback unblocks a waiting statement too', async () => {
    const drawn = await replayed('post-check', 'AABBAABB', { balance: '0' });
    expect(told(drawn)).toContain('4 B waits for A');
    expect(told(drawn)).toContain('6 B goes on: update');
  });
});

describe('a schedule that cannot be followed', () => {
  const wrong = [
    ['AABBBAAB', 'step 5 releases B, but B waits for A'],
    ['AAAAA', 'step 5 releases A, but A is done'],
    ['AABBAA', 'ends after 6 steps'],
    ['A', 'ends after 1 step, before all workers are done'],
    ['AABBAABBB', 'is too long: all workers were done after step 8'],
  ] as const;
  test.each(wrong)('%s: %s', async (schedule, message) => {
    const failure = await replayed('for-update', schedule, { scenario: 'deposit' }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(UsageError);
    expect(failure).toMatchObject({ message: expect.stringContaining(message) as unknown });
    expect(failure).toMatchObject({ hint: expect.stringMatching(/\b[AB]\b|Write/) as unknown });
  });
});

describe('a schedule in which nothing was committed', () => {
  test('shows nothing', async () => {
    const drawn = await replayed('naive', 'AB', { balance: '0' });
    expect(drawn.verdict).toBe('inconclusive');
    expect(drawn.reason).toMatch(/^Nothing was committed, so nothing was shown: /);
  });

  test('differs from one with a commit', async () => {
    const drawn = await replayed('naive', 'AAB');
    expect(drawn.verdict).toBe('held');
  });
});

test('a write that returns no id is still marked', async () => {
  const idless = defineStrategy({
    name: 'idless',
    async attempt(db, operation) {
      const [account] = await selectAccounts(db, operation.accounts).execute();
      if (!account) return refused;
      const { version } = await db
        .updateTable('account')
        .set({ balance: account.balance - 10 })
        .where('id', '=', account.id)
        .returning('version')
        .executeTakeFirstOrThrow();
      return committed(overwrote(account, version));
    },
  });
  const drawn = await replayed('idless', 'ABAB', {}, [idless]);
  expect(drawn.fault).toMatchObject({ step: 4, worker: 2 });
});
