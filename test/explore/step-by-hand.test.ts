/** Stepping on a gate in memory, by a clock of the test. */
import { expect, test } from 'vitest';

import { silent } from '../../src/explore/listener.js';
import type { Decision } from '../../src/explore/policy/by-hand.js';
import type { ScheduleRun } from '../../src/explore/schedule.js';
import { scheduleOf } from '../../src/explore/schedule.js';
import { stepByHand } from '../../src/explore/step-by-hand.js';
import { lettersOf } from '../../src/text/schedule.js';
import { MemoryLane, type MemoryCode } from './memory.js';

const twoSteps: MemoryCode = async ({ channel }) => {
  await channel.step('first', () => {});
  await channel.step('second', () => {});
};

/** Steps by these decisions, an hour each. @returns the schedule, and what was said of the beginning */
async function stepped(
  decisions: readonly Decision[],
  beginning: readonly number[] = [],
  codes = [twoSteps, twoSteps],
) {
  let now = 0;
  const coming = decisions.values();
  const strayed: (string | null)[] = [];
  const memory = new MemoryLane(codes, () => null);
  const recorder = {
    listener: silent,
    draw: ({ choices }: ScheduleRun<unknown>) => lettersOf(scheduleOf(choices)),
    soFar: () => null,
  };
  const schedule = await stepByHand({
    lane: {
      gate: memory.gate,
      standstill: (why) => memory.standstill(why),
      start: (listener) => memory.start(listener),
      finish: () => memory.finish(),
      record: () => recorder,
    },
    beginning: { steps: beginning, isStrict: false },
    patience: { ms: 10_000, now: () => now },
    person: {
      decide: async (moment) => {
        now += 3_600_000;
        strayed.push(moment.strayed);
        return coming.next().value ?? { kind: 'finish' };
      },
      goesBackAfter: () => Promise.resolve(false),
    },
    judge: (drawn) => Promise.resolve(drawn),
  });
  return { schedule, strayed };
}

const step = (worker: number): Decision => ({ kind: 'step', worker });

test('the time that a person takes is no stall', async () => {
  const { schedule } = await stepped([step(1), step(2), step(1), step(2)]);
  expect(schedule).toBe('ABAB');
});

test('back begins again with one step less', async () => {
  const { schedule } = await stepped([step(1), step(2), { kind: 'back' }, step(1)]);
  expect(schedule).toBe('AABB');
});

test('a beginning that cannot be followed ends where it cannot', async () => {
  const { schedule, strayed } = await stepped([step(2)], [1, 1, 1, 2]);
  expect(strayed[0]).toBe('After AA, A could not go: A is done.');
  expect(schedule).toBe('AABB');
});
