/** What the explorer knows of deadlocks before the server ends them. */
import { expect, test } from 'vitest';

import { haveDeadlock, type Channel, type GatedWorker } from '../../src/explore/gate.js';
import { silent } from '../../src/explore/listener.js';
import { followPrefix } from '../../src/explore/policy/follow-prefix.js';
import { runSchedule } from '../../src/explore/run-schedule.js';
import { MemoryLane, type MemoryCode } from './memory.js';

/** Workers of which each waits for others; an empty list: it does not wait. */
const waiting = (...waits: readonly (readonly number[])[]): { workers: GatedWorker[] } => ({
  workers: waits.map((blockers, index) => {
    const channel: Channel = {
      worker: index + 1,
      position: blockers.length === 0 ? { kind: 'idle' } : { kind: 'waiting', for: blockers },
      backend: null,
      inTransaction: true,
      lastKey: '',
      noteBlockers: () => undefined,
    };
    return { number: index + 1, activity: { kind: 'gated' }, channels: [channel] };
  }),
});

test.each([
  ['two wait for each other', waiting([2], [1])],
  ['three wait in a circle', waiting([2], [3], [1])],
  ['two wait for each other, and a third for one of them', waiting([2], [3], [2])],
  ['one waits for several, and one of those for it', waiting([2, 3], [], [1])],
])('%s: a deadlock', (_name, gate) => {
  expect(haveDeadlock(gate)).toBe(true);
});

test.each([
  ['nobody waits', waiting([], [])],
  ['one waits for the other', waiting([2], [])],
  ['two wait for a third', waiting([3], [3], [])],
  ['each waits for the next, and the last for nobody', waiting([2], [3], [])],
])('%s: no deadlock', (_name, gate) => {
  expect(haveDeadlock(gate)).toBe(false);
});

const step: MemoryCode = async ({ channel }) => channel.step('a step', () => {});

test('nothing is released while the server may still find a deadlock', async () => {
  const lane = new MemoryLane([step, step], () => null);
  const endsAt = performance.now() + 20;
  const releases: number[] = [];
  lane.overrides = { deadlockCheckEndsAt: () => endsAt };
  await runSchedule({
    lane,
    choose: followPrefix([1, 2]).choose,
    listener: { ...silent, stepBegins: () => releases.push(performance.now()) },
    knownToWait: new Set(),
    patience: { ms: 10_000, now: () => performance.now() },
  });
  expect(Math.min(...releases)).toBeGreaterThanOrEqual(endsAt);
});

test('when no check is open, the first step is released at once', async () => {
  const lane = new MemoryLane([step, step], () => null);
  const asked: number[] = [];
  lane.overrides = {
    deadlockCheckEndsAt: () => {
      asked.push(performance.now());
      return 0;
    },
  };
  const releases: number[] = [];
  await runSchedule({
    lane,
    choose: followPrefix([1, 2]).choose,
    listener: { ...silent, stepBegins: (worker) => releases.push(worker) },
    knownToWait: new Set(),
    patience: { ms: 10_000, now: () => performance.now() },
  });
  expect(releases).toEqual([1, 2]);
  // Once before each release, and once at the end.
  expect(asked).toHaveLength(3);
});
