/** Schedules that a person steps through: strategies. */
import { expect, onTestFinished, test, vi } from 'vitest';

import { SessionLost } from '../../src/database/session-lost.js';
import { UsageError } from '../../src/errors.js';
import { Rendezvous } from '../../src/lab/stepping/rendezvous.js';
import { replayed } from '../support/explore.js';
import { useFakeTimers, useRealTimers } from '../support/fake-timers.js';
import { serverUrl } from '../support/server.js';
import { labSchemas } from '../support/sessions.js';
import { kinds, stepping, steps } from '../support/stepping.js';

const refused = (message: string) =>
  expect.objectContaining({ code: 'SCHEDULE_NOT_FOLLOWED', message });

test('naive is stepped to its lost update, and is the same as a replay', async () => {
  const naive = await stepping('naive');
  expect(naive.state).toMatchObject({
    subject: 'naive',
    schedule: '',
    command: `race-lab replay --strategy naive --url '${serverUrl()}' --interactive`,
    judgement: null,
    workers: ['A', 'B'].map((letter) => ({
      letter,
      name: null,
      position: { kind: 'ready', statement: expect.stringMatching(/^select id, balance, version/) },
    })),
    tables: [{ name: 'account', rows: [[1, 10, 0]], count: 1 }],
  });
  const after = await steps(naive, 'aba');
  expect(after.tables).toMatchObject([{ rows: [[1, 0, 1]] }]);
  expect(after.workers[0]?.position).toEqual({ kind: 'done', ending: 'committed' });
  expect(after.command).toContain('--schedule ABA --url');
  const over = await naive.step('b');
  expect(kinds(over)).toEqual(['done', 'done']);
  expect(over.judgement).toMatchObject({
    verdict: 'broken',
    finding: { title: 'lost update', parts: [{ kind: 'drawing' }, { kind: 'sentences' }, {}] },
  });
  expect(over.drawing).toEqual(await replayed('naive', 'ABAB'));
  expect(over.command).toBe(
    `race-lab replay --strategy naive --schedule ABAB --url '${serverUrl()}'`,
  );
  expect(JSON.parse(JSON.stringify(over))).toEqual(over);
  const { report, left } = await naive.end();
  expect({ left, plan: report?.plan.schedule }).toEqual({ left: null, plan: [1, 2, 1, 2] });
});

test('for-update is stepped until B waits for A, and B goes on when A has committed', async () => {
  const locking = await stepping('for-update');
  const waiting = await steps(locking, 'aabb');
  expect(waiting.workers[1]?.position).toEqual({
    kind: 'waits',
    for: ['A'],
    lock: 'a row of account',
    statement: expect.stringContaining('for update'),
  });
  await expect(locking.step('b')).rejects.toEqual(
    refused('B cannot go: it waits for A: a row of account'),
  );
  expect(locking.state).toEqual(waiting);
  const committed = await steps(locking, 'aa');
  expect(kinds(committed)).toEqual(['done', 'ready']);
  await expect(locking.step('a')).rejects.toEqual(refused('A cannot go: it is done: committed'));
  expect((await locking.finish()).judgement).toMatchObject({ verdict: 'held' });
});

test('back is as if the step had never been taken', async () => {
  const locking = await stepping('for-update');
  const before = await steps(locking, 'aab');
  await locking.step('b');
  expect(await locking.back()).toEqual(before);
  const over = await locking.finish();
  expect(over.schedule).toBe('AABBAABB'.slice(0, over.schedule.length));
  const { drawing } = await locking.back();
  expect(drawing.steps).toEqual(over.drawing.steps.slice(0, -1));
});

test('finish lets the last worker run first, then the others by their letters', async () => {
  const three = await stepping('naive', { flags: { workers: '3' } });
  await steps(three, 'cb');
  // B commits, A is refused by its first statement, and C has read before.
  expect((await three.finish()).schedule).toBe('CBBAC');
});

test('what cannot be done is refused, and changes nothing', async () => {
  const naive = await stepping('naive');
  const before = naive.state;
  await expect(naive.step('c')).rejects.toEqual(refused('there is no worker C'));
  await expect(naive.back()).rejects.toEqual(refused('there is no step to take back'));
  const [first, second] = [naive.step('a'), naive.step('b')];
  await expect(second).rejects.toEqual(refused('a step is still under way'));
  await first;
  expect(await naive.back()).toEqual(before);
  await naive.finish();
  await expect(naive.finish()).rejects.toEqual(refused('all workers are done'));
  await naive.end();
  await expect(naive.step('a')).rejects.toEqual(refused('the stepping has ended'));
});

test('begins with a schedule, which must be possible', async () => {
  const begun = await stepping('for-update', { flags: { schedule: 'AAB' } });
  expect(begun.state.schedule).toBe('AAB');
  const flags = { schedule: 'AABBB' };
  await expect(stepping('for-update', { flags })).rejects.toThrow(UsageError);
  await expect(stepping('naive', { flags: { schedule: 'AAABB' } })).rejects.toThrow(UsageError);
  expect((await stepping('naive', { flags: { schedule: 'AAB' } })).state.judgement).not.toBeNull();
});

test('ends in the middle of a transaction, and leaves nothing', async () => {
  const locking = await stepping('for-update', { flags: { schedule: 'AABB' } });
  expect(await labSchemas()).toHaveLength(1);
  expect(await locking.end()).toEqual({ report: null, left: null });
  expect(await labSchemas()).toEqual([]);
});

test('an aborted one ends with the reason, and leaves nothing', async () => {
  const aborting = new AbortController();
  const locking = await stepping('for-update', {
    signal: aborting.signal,
    flags: { schedule: 'AABB' },
  });
  aborting.abort(new Error('enough'));
  await expect(locking.ended).rejects.toThrow('enough');
  expect(locking.hasEnded).toBe(true);
  expect(await labSchemas()).toEqual([]);
});

test('ends when the person thinks for too long', async () => {
  const naive = await stepping('naive', { idleMs: 1 });
  await expect(naive.ended).rejects.toMatchObject({ code: 'TIMED_OUT' });
  expect(await labSchemas()).toEqual([]);
});

test('a lost server ends the stepping, also while the person thinks', async () => {
  useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(useRealTimers);
  let isLost = false;
  const { signal } = new AbortController();
  const meeting = new Rendezvous({ signal, idleMs: null, isLost: () => isLost }, () => {});
  const deciding = meeting.decide({ workers: [], steps: 0, strayed: null }, null);
  vi.advanceTimersByTime(5_000);
  expect(meeting.pause?.kind).toBe('deciding');
  isLost = true;
  vi.advanceTimersByTime(1_000);
  await expect(deciding).rejects.toThrow(SessionLost);
  expect({ pause: meeting.pause, timers: vi.getTimerCount() }).toEqual({ pause: null, timers: 0 });
});
