import { describe, expect, test } from 'vitest';
import type { RunPlan } from '../../src/model.js';
import { createPlan } from '../../src/plan/plan.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { context, refusal, toyStrategy } from './toys.js';

const run = (flags: RunFlags = {}): RunPlan => createPlan('run', flags, context);
const compare = (flags: RunFlags = {}): RunPlan => createPlan('compare', flags, context);
const withEnvironment = (environmentUrl: string, flags: RunFlags = {}): RunPlan =>
  createPlan('run', flags, { ...context, environmentUrl });
const URL_TEXT = 'postgres://alice:hunter2@db.example/test';

describe('defaults', () => {
  test('of run', () => {
    expect(run()).toStrictEqual({
      command: 'run',
      strategies: [context.strategies[0]],
      scenario: context.scenarios[0],
      workers: 50,
      extent: { kind: 'operations', perWorker: 20 },
      accounts: 1,
      balance: 5_000,
      amount: { min: 10, max: 10 },
      thinkMs: 0,
      retries: 100,
      backoff: { kind: 'exponential', baseMs: 1, capMs: 100 },
      connections: null,
      processes: 1,
      rounds: 1,
      seed: 77,
      timeLimitMs: 10_000,
      timeoutMs: 70_000,
      url: null,
      keep: false,
      expectations: [],
    });
  });

  test('of compare, where they differ from those of run', () => {
    expect(compare()).toStrictEqual({
      ...run(),
      command: 'compare',
      strategies: context.strategies,
      extent: { kind: 'operations', perWorker: 5 },
      balance: 1_250,
      rounds: 3,
      timeLimitMs: 3_000,
      timeoutMs: 4 * 3 * 3_000 + 60_000,
    });
  });

  test('an empty list of strategies counts as none given', () => {
    expect(run({ strategy: [] })).toStrictEqual(run());
  });
});

describe('every flag', () => {
  test('reaches the plan', () => {
    const flags: Required<Omit<RunFlags, 'duration'>> = {
      strategy: ['mutex,naive', 'for-update'],
      workers: '60',
      operations: '7',
      scenario: 'mixed',
      accounts: '3',
      balance: '0',
      amount: '1..20',
      think: '5',
      retries: '0',
      backoff: 'none',
      connections: '60',
      processes: '3',
      rounds: '2',
      seed: '4294967295',
      timeLimit: '4s',
      timeout: '5m',
      url: URL_TEXT,
      keep: true,
      expect: ['held', 'naive:broken'],
    };
    expect(run(flags)).toStrictEqual({
      command: 'run',
      strategies: [context.strategies[1], context.strategies[0], context.strategies[2]],
      scenario: context.scenarios[2],
      workers: 60,
      extent: { kind: 'operations', perWorker: 7 },
      accounts: 3,
      balance: 0,
      amount: { min: 1, max: 20 },
      thinkMs: 5,
      retries: 0,
      backoff: { kind: 'none' },
      connections: 60,
      processes: 3,
      rounds: 2,
      seed: 4_294_967_295,
      timeLimitMs: 4_000,
      timeoutMs: 300_000,
      url: URL_TEXT,
      keep: true,
      expectations: [
        { rule: 'held', check: { kind: 'held' } },
        { rule: 'naive:broken', subject: 'naive', check: { kind: 'broken' } },
      ],
    });
  });
});

describe('times', () => {
  test('the duration of a round is added to its time limit', () => {
    expect(run({ duration: '20s' })).toMatchObject({ timeLimitMs: 30_000, timeoutMs: 90_000 });
    expect(compare({ duration: '20s' }).timeLimitMs).toBe(23_000);
  });

  test('a given time limit is kept when it is no shorter than the duration', () => {
    expect(run({ duration: '20s', timeLimit: '20s' }).timeLimitMs).toBe(20_000);
  });

  test('the timeout depends on strategies, rounds and the time limit', () => {
    const plan = run({ strategy: ['naive,mutex'], rounds: '3', timeLimit: '5s' });
    expect(plan.timeoutMs).toBe(2 * 3 * 5_000 + 60_000);
  });

  test('the timeout does not exceed the longest that a timer supports', () => {
    expect(compare({ rounds: '1000', timeLimit: '1440m' }).timeoutMs).toBe(2 ** 31 - 1);
  });
});

describe('the default balance', () => {
  test('depends on workers, operations, accounts and the mean amount', () => {
    const plan = run({ workers: '10', operations: '30', amount: '1..20', accounts: '2' });
    expect(plan.balance).toBe(Math.floor((300 * 10.5) / 2 / 2));
  });

  test('assumes 2000 operations per second for a round by time', () => {
    expect(run({ duration: '1.5s' }).balance).toBe((3_000 * 10) / 2);
  });
});

describe('the server', () => {
  test('is taken from --url, else from RACE_LAB_URL', () => {
    expect(withEnvironment('postgres://elsewhere/test').url).toBe('postgres://elsewhere/test');
    expect(withEnvironment('postgres://elsewhere/test', { url: URL_TEXT }).url).toBe(URL_TEXT);
    expect(withEnvironment('postgres://elsewhere/test', { keep: true }).keep).toBe(true);
  });

  test('an empty RACE_LAB_URL counts as unset', () => {
    expect(withEnvironment('').url).toBeNull();
    expect(refusal(() => withEnvironment('', { keep: true })).message).toContain('--keep');
  });

  test('a blank RACE_LAB_URL is refused', () => {
    expect(refusal(() => withEnvironment(' \n')).message).toMatch(/^RACE_LAB_URL: .* is blank$/);
  });

  test('an empty --url is an error', () => {
    expect(refusal(() => withEnvironment(URL_TEXT, { url: '' })).message).toMatch(/^--url: /);
  });

  test('an error names the source of the address, and never the password', () => {
    const bad = 'mysql://alice:hunter2@db.example/test';
    const fromEnvironment = refusal(() => withEnvironment(bad));
    expect(fromEnvironment.message).toMatch(/^RACE_LAB_URL: /);
    expect(fromEnvironment.message).not.toContain('--url');
    expect(fromEnvironment.message + fromEnvironment.hint).not.toContain('hunter2');
    expect(refusal(() => run({ url: bad })).message).toMatch(/^--url: /);
  });
});

describe('expectations', () => {
  test('may name only strategies of the run', () => {
    const { message } = refusal(() => run({ expect: ['mutex:held'] }));
    expect(message).toBe('--expect: strategy "mutex" is not in this run');
    expect(compare({ expect: ['mutex:held'] }).expectations[0]?.subject).toBe('mutex');
  });
});

test('a plan is frozen, and its input is not', () => {
  const strategies = [toyStrategy('naive')];
  const plan = createPlan(
    'run',
    { strategy: ['all'], expect: ['p99<5'] },
    { ...context, strategies },
  );
  const { extent, amount, backoff, expectations } = plan;
  const parts = [plan, plan.strategies, extent, amount, backoff, expectations, ...expectations];
  for (const part of [...parts, ...expectations.map(({ check }) => check)]) {
    expect(part).toSatisfy(Object.isFrozen);
  }
  expect(strategies).not.toSatisfy(Object.isFrozen);
  expect(run().backoff).toSatisfy(Object.isFrozen);
});
