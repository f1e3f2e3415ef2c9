import { parseArgs } from 'node:util';

import { describe, expect, test } from 'vitest';
import type { ExplorePlan, ReplayPlan } from '../../src/model.js';
import { exploreCommandOf, replayCommandOf } from '../../src/plan/command.js';
import { createExplorePlan, type ExploreFlags } from '../../src/plan/explore.js';
import { createReplayPlan } from '../../src/plan/replay.js';
import { examples, fc } from '../support/fast-check.js';
import { argumentsOf } from './shell-words.js';
import { context, toyScenario, toyStrategy } from './toys.js';

const SECRET_URL = "postgres://alice:hunt'er2$HOME@db.example/test";

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const shared = {
  strategy: texts,
  scenario: text,
  workers: text,
  operations: text,
  accounts: text,
  balance: text,
  amount: text,
  retries: text,
  seed: text,
  url: text,
  expect: texts,
};

/** Reads a command line back as the program does. */
function exploredBy(line: string, url: string | null, from = context): ExplorePlan {
  const { name, args } = argumentsOf(line, url);
  expect(name).toBe('explore');
  const options = {
    ...shared,
    'max-schedules': text,
    'max-switches': text,
    'time-limit': text,
    lanes: text,
  };
  const { values } = parseArgs({ args, options });
  const { 'max-schedules': maxSchedules, 'max-switches': maxSwitches, ...others } = values;
  const { 'time-limit': timeLimit, ...flags } = others;
  return createExplorePlan({ ...flags, maxSchedules, maxSwitches, timeLimit }, from);
}

/** Reads a command line back as the program does. */
function replayedBy(line: string, url: string | null): ReplayPlan {
  const { name, args } = argumentsOf(line, url);
  expect(name).toBe('replay');
  const { values } = parseArgs({ args, options: { ...shared, schedule: text } });
  return createReplayPlan(values, context);
}

const explore = (flags: ExploreFlags = {}): ExplorePlan => createExplorePlan(flags, context);

describe('the shortest command line that repeats the exploration', () => {
  test.each<[ExploreFlags, string]>([
    [{}, 'race-lab explore --strategy naive'],
    [{ strategy: ['mutex', 'naive'] }, 'race-lab explore --strategy mutex,naive'],
    [{ strategy: ['all'] }, 'race-lab explore --strategy naive,mutex,for-update,optimistic'],
    [
      {
        workers: '2',
        operations: '1',
        scenario: 'withdraw',
        balance: '10',
        amount: '10..10',
        seed: '1',
        maxSchedules: '20000',
        lanes: '2',
      },
      'race-lab explore --strategy naive',
    ],
    // 10 is the default for 2 workers and not for 4; 20 is the default for 4.
    [{ workers: '4', balance: '10' }, 'race-lab explore --strategy naive --workers 4 --balance 10'],
    [{ workers: '4', balance: '20' }, 'race-lab explore --strategy naive --workers 4'],
    [
      {
        workers: '3',
        operations: '2',
        scenario: 'deposit',
        balance: '0',
        amount: '1..5',
        retries: '0',
        seed: '0',
        maxSchedules: '7',
        maxSwitches: '2',
        lanes: '1',
      },
      'race-lab explore --strategy naive --workers 3 --operations 2 --scenario deposit --balance 0 --amount 1..5 --retries 0 --seed 0 --max-schedules 7 --max-switches 2 --lanes 1',
    ],
    // An explicit value also applies to strategies whose default is no retries.
    [{ retries: '2' }, 'race-lab explore --strategy naive --retries 2'],
    [
      { url: SECRET_URL, expect: ['held', 'schedules >= 6'] },
      "race-lab explore --strategy naive --url postgres://alice:PASSWORD@db.example/test --expect held --expect 'schedules >= 6'",
    ],
  ])('%j', (flags, line) => {
    expect(exploreCommandOf(explore(flags))).toBe(line);
  });

  test('for some of the strategies, it keeps the rest of the plan', () => {
    const plan = explore({
      strategy: ['all'],
      expect: ['claims', 'naive:broken', 'mutex:held'],
    });
    expect(exploredBy(exploreCommandOf(plan, ['mutex']), null)).toStrictEqual({
      ...plan,
      strategies: [context.strategies[1]],
      expectations: [plan.expectations[0], plan.expectations[2]],
    });
  });

  test('quotes a name so that the shell cannot interpret it', () => {
    const odd = "it's $(odd) `name`";
    const from = { ...context, strategies: [toyStrategy(odd)], scenarios: [toyScenario(odd)] };
    const plan = createExplorePlan({ strategy: [odd], scenario: odd }, from);
    expect(exploredBy(exploreCommandOf(plan), null, from)).toStrictEqual(plan);
  });
});

describe('the shortest command line that repeats the replay', () => {
  test.each<[ExploreFlags, string]>([
    [{}, 'race-lab replay --strategy mutex --schedule ABBA'],
    [
      { strategy: ['all'], maxSchedules: '7', maxSwitches: '2', lanes: '1', expect: ['held'] },
      'race-lab replay --strategy mutex --schedule ABBA',
    ],
    [
      { workers: '3', scenario: 'deposit', seed: '5', url: SECRET_URL },
      'race-lab replay --strategy mutex --schedule ABBA --workers 3 --scenario deposit --seed 5 --url postgres://alice:PASSWORD@db.example/test',
    ],
  ])('a schedule of %j', (flags, line) => {
    expect(replayCommandOf(explore(flags), 'mutex', [1, 2, 2, 1])).toBe(line);
  });
});

/* ---------- Any plan ---------- */

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const whole = (min: number, max: number) => fc.integer({ min, max }).map(String);

const anyFlags: fc.Arbitrary<ExploreFlags> = fc.record({
  strategy: optional(fc.subarray(['naive', 'mutex', 'for-update', 'optimistic'], { minLength: 1 })),
  workers: optional(whole(1, 26)),
  operations: optional(whole(1, 100)),
  scenario: optional(fc.constantFrom('withdraw', 'deposit', 'mixed')),
  accounts: optional(whole(1, 100)),
  balance: optional(whole(0, 100)),
  amount: optional(
    fc.oneof(
      whole(1, 1_000),
      whole(7, 9).map((high) => `6..${high}`),
    ),
  ),
  retries: optional(whole(0, 100)),
  seed: optional(whole(0, 4_294_967_295)),
  maxSchedules: optional(whole(1, 10_000_000)),
  maxSwitches: optional(whole(25, 1_000)),
  timeLimit: optional(fc.constantFrom('1ms', '90s', '2m')),
  lanes: optional(whole(1, 32)),
  url: optional(fc.constant(SECRET_URL)),
  expect: optional(fc.array(fc.constantFrom('held', 'claims', 'schedules>=6', 'schedules != 1'))),
});

test('a command line gives back the exploration that it was made from, and shows no password', () => {
  fc.assert(
    fc.property(anyFlags, (flags) => {
      const plan = explore(flags);
      const line = exploreCommandOf(plan);
      expect(exploredBy(line, plan.url)).toStrictEqual(plan);
      expect(line).not.toContain('hunt');
    }),
    { numRuns: examples(25) },
  );
});

test('any schedule of an exploration is replayed with the same workload', () => {
  const schedules = fc.array(fc.constantFrom(1, 2), { minLength: 1 });
  fc.assert(
    fc.property(anyFlags, schedules, (flags, schedule) => {
      const { expect: _rules, maxSchedules: _s, maxSwitches: _w, ...others } = flags;
      const { lanes: _l, timeLimit: _t, ...own } = others;
      const workers = flags.workers === '1' ? '2' : flags.workers;
      const plan = explore({ ...flags, workers });
      const line = replayCommandOf(plan, 'mutex', schedule);
      const letters = schedule.map((worker) => 'AB'[worker - 1]).join('');
      const same = { ...own, workers, strategy: ['mutex'], schedule: letters };
      expect(replayedBy(line, plan.url)).toStrictEqual(createReplayPlan(same, context));
      expect(line).not.toContain('hunt');
    }),
    { numRuns: examples(25) },
  );
});
