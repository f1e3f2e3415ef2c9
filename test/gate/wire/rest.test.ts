import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Channel } from '../../../src/explore/gate.js';
import { Habits } from '../../../src/gate/wire/habits.js';
import { Rest } from '../../../src/gate/wire/rest.js';
import { WireWorker } from '../../../src/gate/wire/wire-worker.js';
import { useFakeTimers, useRealTimers } from '../../support/fake-timers.js';

beforeEach(() => useFakeTimers());
afterEach(useRealTimers);

const HELD: Channel = {
  worker: 1,
  position: {
    kind: 'ready',
    step: { key: 'read', action: null, footprint: null },
    release: () => undefined,
  },
  backend: 1,
  inTransaction: false,
  lastKey: '',
  noteBlockers: () => undefined,
};

/** A worker whose code runs, and its watch. */
function watched() {
  const state = { isBusy: false, mayWakeOthers: false };
  const rested: string[] = [];
  const habits = new Habits();
  const worker = new WireWorker(1, () => undefined);
  worker.join(true, false);
  const [beginning] = worker.channels;
  if (beginning?.position.kind === 'ready') beginning.position.release();
  const rest = new Rest({
    habits,
    isBusy: () => state.isBusy,
    mayWakeOthers: () => state.mayWakeOthers,
    rested: (each) => {
      each.isWorking = false;
      rested.push(each.activity.kind);
    },
  });
  rest.sign(worker);
  const goesOn = () => {
    worker.isWorking = true;
    rest.sign(worker);
  };
  return { worker, rest, habits, rested, state, goesOn };
}

/** Lets so many turns of the event loop pass. */
const turns = (count: number) => {
  for (let turn = 0; turn < count; turn += 1) vi.advanceTimersToNextTimer();
};

describe('code has come to rest', () => {
  test('two turns after it has sent a step', () => {
    const { worker, rest, rested } = watched();
    worker.take(HELD);
    rest.look(worker);
    turns(1);
    expect(rested).toEqual([]);
    turns(1);
    expect(rested).toEqual(['gated']);
  });

  test('only when nothing more has come in between', () => {
    const { worker, rest, rested } = watched();
    worker.take(HELD);
    rest.look(worker);
    turns(1);
    rest.look(worker);
    turns(1);
    expect(rested).toEqual([]);
    turns(1);
    expect(rested).toEqual(['gated']);
  });

  test('later, when it may have let others go on', () => {
    const { worker, rest, rested, state } = watched();
    state.mayWakeOthers = true;
    worker.take(HELD);
    rest.look(worker);
    turns(3);
    expect(rested).toEqual([]);
    turns(1);
    expect(rested).toEqual(['gated']);
  });

  test('when it has ended', () => {
    const { worker, rest, rested } = watched();
    worker.end();
    rest.look(worker);
    turns(2);
    expect(rested).toEqual(['done']);
  });

  test('not while a connection is being set up', async () => {
    const { worker, rest, rested, state } = watched();
    state.isBusy = true;
    worker.end();
    rest.look(worker);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rested).toEqual([]);
    state.isBusy = false;
    rest.look(worker);
    await vi.advanceTimersByTimeAsync(1);
    expect(rested).toEqual(['done']);
  });
});

describe('code that is quiet', () => {
  /** How long it is until the code counts as waiting, in milliseconds; at most a second. */
  async function graceOf(rested: readonly string[]): Promise<number> {
    for (let ms = 0; ms <= 1_000; ms += 1) {
      if (rested.length > 0) return ms;
      await vi.advanceTimersByTimeAsync(1);
    }
    return Number.POSITIVE_INFINITY;
  }

  test('is given much time at first, and little where it was quiet before', async () => {
    const { rested, goesOn } = watched();
    expect(await graceOf(rested)).toBeGreaterThan(100);
    expect(rested).toEqual(['quiet']);
    rested.length = 0;
    goesOn();
    expect(await graceOf(rested)).toBeLessThan(20);
  });

  test('is given the same time when no code awaits it', async () => {
    const { worker, rest, rested } = watched();
    worker.end();
    worker.isUnawaited = true;
    rest.look(worker);
    expect(await graceOf(rested)).toBeGreaterThan(100);
    expect(rested).toEqual(['done']);
  });

  test('is given time where it has moved by itself', async () => {
    const { worker, rest, rested, goesOn } = watched();
    await vi.advanceTimersByTimeAsync(60);
    rest.moved(worker);
    goesOn();
    const grace = await graceOf(rested);
    expect(grace).toBeGreaterThan(200);
    expect(grace).toBeLessThan(300);
  });

  test('is given time where it moved although it had counted as waiting', async () => {
    const { worker, habits, rested, goesOn } = watched();
    await graceOf(rested);
    habits.moved(worker.place, Number.POSITIVE_INFINITY);
    rested.length = 0;
    goesOn();
    expect(await graceOf(rested)).toBeGreaterThan(350);
  });

  test('has another grace at another place', async () => {
    const { worker, rested, goesOn } = watched();
    await graceOf(rested);
    rested.length = 0;
    worker.lastKey = 'read';
    goesOn();
    expect(await graceOf(rested)).toBeGreaterThan(100);
  });

  test('has another place after each answer to statements that were sent at once', async () => {
    const { worker, rest, rested, goesOn } = watched();
    const answered = (held: readonly Channel[]) => {
      worker.leave(HELD);
      for (const each of held) worker.take(each);
      worker.handedKey = 'read';
      rested.length = 0;
      goesOn();
    };
    answered([HELD]);
    await graceOf(rested);
    // After the last answer it goes on by itself, and is given time for it there.
    answered([]);
    await vi.advanceTimersByTimeAsync(30);
    rest.moved(worker);
    answered([HELD]);
    expect(await graceOf(rested)).toBeLessThan(20);
  });

  test('is not at rest while a connection is being set up', async () => {
    const { rested, state } = watched();
    state.isBusy = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rested).toEqual([]);
    state.isBusy = false;
    expect(await graceOf(rested)).toBeLessThan(200);
  });

  test('has not moved when its time has just begun', async () => {
    const { worker, rest, habits } = watched();
    const before = habits.graceAt(worker.place);
    await vi.advanceTimersByTimeAsync(4);
    rest.moved(worker);
    expect(habits.graceAt(worker.place)).toBe(before);
  });

  test('is no longer watched at the end', async () => {
    const { rest, rested } = watched();
    rest.end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rested).toEqual([]);
  });

  test('was not quiet while the process stood still', async () => {
    const { rested, habits, worker, goesOn } = watched();
    habits.wasQuiet(worker.place);
    goesOn();
    // The timers come 50 ms late.
    const standstill = vi.spyOn(performance, 'now');
    let late = performance.now();
    standstill.mockImplementation(() => (late += 50));
    await vi.advanceTimersByTimeAsync(12);
    expect(rested).toEqual([]);
    standstill.mockRestore();
  });
});
