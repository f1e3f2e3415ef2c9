/** The conductor on a gate in memory: locks of the application, other clients, late answers. */
import { describe, expect, test } from 'vitest';

import { silent, type ScheduleListener } from '../../src/explore/listener.js';
import { followPrefix } from '../../src/explore/policy/follow-prefix.js';
import { runSchedule } from '../../src/explore/run-schedule.js';
import { scheduleOf } from '../../src/explore/schedule.js';
import { lettersOf, numbersOf } from '../../src/text/schedule.js';
import { MemoryLane, type GateOverrides, type MemoryCode, type MemoryWorker } from './memory.js';

/** Records the events of a schedule as texts. */
function recorder() {
  const events: string[] = [];
  const listener: ScheduleListener = {
    ...silent,
    stepBegins: (worker, { key }) => events.push(`${worker} ${key}`),
    answered: ({ worker }, { kind }, waited) =>
      events.push(`${worker} ${kind}${waited ? ' after a wait' : ''}`),
    waits: (worker, on, lock) => events.push(`${worker} waits for ${on.join()} ${lock ?? ''}`),
    holds: (worker, lock, waited) =>
      events.push(`${worker} holds ${lock}${waited ? ' after a wait' : ''}`),
  };
  return { events, listener };
}

/** Runs one schedule, and returns its letters and its events. */
async function run(
  codes: readonly MemoryCode[],
  letters: string,
  overrides: GateOverrides = {},
  patienceMs = 10_000,
) {
  const lane = new MemoryLane(codes, () => null);
  lane.overrides = overrides;
  const { events, listener } = recorder();
  const { choices } = await runSchedule({
    lane,
    choose: followPrefix(numbersOf(letters)).choose,
    listener,
    knownToWait: new Set(),
    patience: { ms: patienceMs, now: () => performance.now() },
  });
  const ready = choices.map((choice) => choice.ready.map(({ worker }) => worker));
  return { letters: lettersOf(scheduleOf(choices)), events, ready };
}

const step: MemoryCode = async ({ channel }) => channel.step('a step', () => {});

/** Hands a lock on some promises later, as the locks of applications do. */
async function handOn(grant: (() => void) | undefined): Promise<void> {
  for (let promises = 0; promises < 10; promises += 1) await Promise.resolve();
  grant?.();
}

describe('a lock of the application', () => {
  /** A lock that is granted in the order of the requests. */
  function mutex() {
    let holder: MemoryWorker | null = null;
    const waiting: (() => void)[] = [];
    const code: MemoryCode = async (worker) => {
      await worker.channel.step('lock', () => {});
      const waits = holder !== null;
      if (waits) {
        worker.queue('m');
        await new Promise<void>((resolve) => waiting.push(resolve));
        worker.queue(null);
      }
      holder = worker;
      worker.listener.holds(worker.number, 'm', waits);
      await worker.channel.step('work', () => {});
      holder = null;
      void handOn(waiting.shift());
    };
    return { code, holderOf: () => holder?.number ?? null };
  }

  test('a worker that waits for it cannot be chosen, and its wait is reported once', async () => {
    const { code, holderOf } = mutex();
    const { letters, events } = await run([code, code], 'ABAB', { holderOf });
    expect(letters).toBe('ABAB');
    expect(events.filter((event) => /waits|holds/.test(event))).toEqual([
      '1 holds m',
      '2 waits for 1 m',
      '2 holds m after a wait',
    ]);
  });

  test('it is handed on before the next choice', async () => {
    const { code, holderOf } = mutex();
    const { ready } = await run([code, code, step], 'ABA', { holderOf });
    expect(ready[3]).toEqual([2, 3]);
  });

  test('a worker that finds it free does not wait', async () => {
    const { code, holderOf } = mutex();
    const { events } = await run([code, code], 'AABB', { holderOf });
    expect(events.filter((event) => /waits|holds/.test(event))).toEqual(['1 holds m', '2 holds m']);
  });
});

test('a step is released only after the gate has finished what it waits for', async () => {
  const order: string[] = [];
  const code: MemoryCode = async ({ channel }) =>
    channel.step('a step', () => void order.push('step'));
  const beforeRelease = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('ready');
  };
  await run([code], 'A', { beforeRelease });
  expect(order).toEqual(['ready', 'step']);
});

describe('a database lock', () => {
  test('of another worker is a wait, and the answer comes after it', async () => {
    const locking: MemoryCode = async ({ channel, number }, locks) => {
      channel.inTransaction = true;
      await channel.step('lock', () => locks.acquire(number, 'x'));
      await channel.step('commit', () => {
        channel.inTransaction = false;
        locks.releaseAll(number);
      });
    };
    const { events } = await run([locking, locking], 'ABAB');
    expect(events).toContain('2 waits for 1 ');
    expect(events).toContain('2 returned after a wait');
  });

  test('of another client is no wait, and that client is named when nothing goes on', async () => {
    const stuck: MemoryCode = async ({ channel }) =>
      channel.step('a step', () => new Promise(() => {}));
    const asked: number[] = [];
    const overrides: GateOverrides = {
      blockersOf: (channels) =>
        Promise.resolve(new Map(channels.map(({ backend }) => [backend ?? 0, [999]]))),
      requireAtWork: (channels) => {
        asked.push(...channels.map(({ worker }) => worker));
        return Promise.resolve();
      },
    };
    await expect(run([stuck, step], 'AB', overrides, 20)).rejects.toThrow(
      'no worker has made progress for 20 ms, blocked by backend 999',
    );
    expect(asked).toEqual([1]);
  });
});

test('an answer that the gate reports as lost ends the schedule with its error', async () => {
  const stuck: MemoryCode = async ({ channel }) =>
    channel.step('a step', () => new Promise(() => {}));
  const requireAtWork = () => Promise.reject(new Error('the answer was lost'));
  await expect(run([stuck], 'A', { requireAtWork }, 20)).rejects.toThrow('the answer was lost');
});

test('a defect that the gate reports ends the schedule with it', async () => {
  const late: MemoryCode = async ({ channel, listener }) => {
    await channel.step('a step', () => {});
    listener.failed(new Error('a late statement'));
    await channel.step('another', () => {});
  };
  await expect(run([late], 'A')).rejects.toThrow('a late statement');
});
