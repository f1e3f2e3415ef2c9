import { parseArgs } from 'node:util';

import { describe, expect, test } from 'vitest';
import type { RunPlan } from '../../src/model.js';
import { commandOf } from '../../src/plan/command.js';
import { formatTime } from '../../src/plan/format.js';
import { createPlan } from '../../src/plan/plan.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { examples, fc } from '../support/fast-check.js';
import { argumentsOf } from './shell-words.js';
import { context, toyScenario, toyStrategy } from './toys.js';

const SECRET_URL = "postgres://alice:hunt'er2$HOME@db.example/test";

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

/** Reads a command line back as the program does, with a different source of seeds. */
function planOf(command: string, url: string | null, from = context): RunPlan {
  const { name, args } = argumentsOf(command, url);
  const { values } = parseArgs({
    args,
    options: {
      strategy: texts,
      workers: text,
      operations: text,
      duration: text,
      scenario: text,
      accounts: text,
      balance: text,
      amount: text,
      think: text,
      retries: text,
      backoff: text,
      connections: text,
      processes: text,
      rounds: text,
      seed: text,
      'time-limit': text,
      timeout: text,
      url: text,
      keep: { type: 'boolean' },
      expect: texts,
    },
  });
  const flags = { ...values, timeLimit: values['time-limit'] };
  return createPlan(name === 'compare' ? 'compare' : 'run', flags, {
    ...from,
    randomSeed: () => 1_234_567,
  });
}

const commandFor = (command: RunPlan['command'], flags: RunFlags): string =>
  commandOf(createPlan(command, flags, context));

describe('the shortest command line', () => {
  test.each<[RunPlan['command'], RunFlags, string]>([
    ['run', {}, 'race-lab run --strategy naive --seed 77'],
    ['compare', {}, 'race-lab compare --strategy naive,mutex,for-update,optimistic --seed 77'],
    ['compare', { strategy: ['naive'] }, 'race-lab compare --strategy naive --seed 77'],
    ['run', { strategy: ['mutex', 'naive'] }, 'race-lab run --strategy mutex,naive --seed 77'],
    [
      'run',
      { seed: '5', workers: '50', operations: '20' },
      'race-lab run --strategy naive --seed 5',
    ],
    [
      'compare',
      { strategy: ['naive'], operations: '20', rounds: '1' },
      'race-lab compare --strategy naive --operations 20 --rounds 1 --seed 77',
    ],
    [
      'run',
      { duration: '5s', timeLimit: '15s', timeout: '75s' },
      'race-lab run --strategy naive --duration 5s --seed 77',
    ],
    [
      'run',
      { duration: '5s', timeLimit: '10s' },
      'race-lab run --strategy naive --duration 5s --seed 77 --time-limit 10s',
    ],
    ['run', { balance: '5000', amount: '10..10' }, 'race-lab run --strategy naive --seed 77'],
    [
      'run',
      { balance: '0', amount: '1..20' },
      'race-lab run --strategy naive --balance 0 --amount 1..20 --seed 77',
    ],
    [
      'run',
      { url: SECRET_URL, keep: true },
      'race-lab run --strategy naive --seed 77 --url postgres://alice:PASSWORD@db.example/test --keep',
    ],
    [
      'run',
      { expect: ['held', 'p99 < 5'] },
      "race-lab run --strategy naive --seed 77 --expect held --expect 'p99 < 5'",
    ],
  ])('%s %j', (command, flags, line) => {
    expect(commandFor(command, flags)).toBe(line);
  });

  test('for some of the strategies, it keeps the rest of the plan', () => {
    const plan = createPlan(
      'compare',
      { expect: ['claims', 'naive:broken', 'mutex:held'] },
      context,
    );
    const again = planOf(commandOf(plan, ['mutex']), null);
    expect(again).toStrictEqual({
      ...plan,
      strategies: [context.strategies[1]],
      expectations: [plan.expectations[0], plan.expectations[2]],
      timeoutMs: 3 * 3_000 + 60_000,
    });
  });

  test('quotes a name so that the shell cannot interpret it', () => {
    const odd = "it's $(odd) `name`";
    const from = { ...context, strategies: [toyStrategy(odd)], scenarios: [toyScenario(odd)] };
    const plan = createPlan('run', { strategy: [odd], scenario: odd }, from);
    expect(planOf(commandOf(plan), null, from)).toStrictEqual({ ...plan });
  });
});

/* ---------- Any plan ---------- */

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const whole = (min: number, max: number) => fc.integer({ min, max }).map(String);
const time = (min: number, max: number) => fc.integer({ min, max }).map((ms) => formatTime(ms));
const pair = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 0, max: 1_000 }));

const anyFlags: fc.Arbitrary<RunFlags> = fc
  .record({
    strategy: optional(
      fc.subarray(['naive', 'mutex', 'for-update', 'optimistic'], { minLength: 1 }),
    ),
    workers: optional(whole(20, 100)),
    extent: fc.oneof(
      fc.record({ operations: optional(whole(1, 100)) }),
      fc.record({ duration: time(1, 5_000), timeLimit: optional(time(5_000, 20_000)) }),
      fc.record({ timeLimit: optional(time(3_000, 20_000)) }),
    ),
    scenario: optional(fc.constantFrom('withdraw', 'deposit', 'mixed')),
    accounts: optional(whole(1, 1_000)),
    balance: optional(whole(0, 1_000_000)),
    amount: optional(
      fc.oneof(
        whole(1, 1_000),
        pair(1_000).map(([low, more]) => `${low}..${low + more}`),
      ),
    ),
    think: optional(whole(0, 2_999)),
    retries: optional(whole(0, 1_000)),
    backoff: optional(
      fc.oneof(
        fc.constant('none'),
        time(1, 60_000).map((ms) => `constant:${ms}`),
        pair(50_000).map(([base, more]) => `exponential:${base}ms..${base + more}ms`),
      ),
    ),
    spread: fc.oneof(
      fc.record({ connections: optional(whole(1, 20)) }),
      fc.record({ connections: whole(5, 20), processes: whole(1, 5) }),
    ),
    rounds: optional(whole(1, 100)),
    seed: optional(whole(0, 4_294_967_295)),
    timeout: optional(time(1, 10_000_000)),
    server: fc.constantFrom({}, { url: SECRET_URL }, { url: SECRET_URL, keep: true }),
    expect: optional(
      fc.array(fc.constantFrom('held', 'claims', 'lost-updates=0', 'p99 <= 1.5', 'drift!=-3')),
    ),
  })
  .map(({ extent, server, spread, ...flags }) => Object.assign(flags, extent, spread, server));

test('a command line gives back the plan that it was made from, and shows no password', () => {
  fc.assert(
    fc.property(fc.constantFrom('run', 'compare'), anyFlags, (command, flags) => {
      const plan = createPlan(command, flags, context);
      const line = commandOf(plan);
      expect(planOf(line, plan.url)).toStrictEqual(plan);
      expect(line).toContain(`--seed ${plan.seed}`);
      expect(line).not.toContain('hunt');
    }),
    { numRuns: examples(25) },
  );
});
