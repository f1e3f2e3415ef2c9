import { describe, expect, test } from 'vitest';
import type { RunPlan } from '../../src/model.js';
import { createPlan } from '../../src/plan/plan.js';
import type { RunFlags } from '../../src/plan/plan.js';
import { context, refusal, toyScenario, toyStrategy } from './toys.js';

const run = (flags: RunFlags): RunPlan => createPlan('run', flags, context);

describe('the limits of each flag', () => {
  const bounds: readonly (readonly [keyof RunFlags, flag: string, ...bad: readonly string[]])[] = [
    [
      'workers',
      '--workers',
      '0',
      '10001',
      '',
      '-1',
      '1.5',
      '1e3',
      '0x10',
      'abc',
      ' 5 ',
      'Infinity',
    ],
    ['operations', '--operations', '0', '1000001', ''],
    ['rounds', '--rounds', '0', '1001', ''],
    ['accounts', '--accounts', '0', '100001', ''],
    ['balance', '--balance', '-1', '1000000000001', ''],
    ['amount', '--amount', '0', '1000000001', '20..1', ''],
    ['think', '--think', '-1', '60001', '5ms', ''],
    ['retries', '--retries', '-1', '1000001', ''],
    ['backoff', '--backoff', 'soon', ''],
    ['connections', '--connections', '0', '2001', ''],
    ['seed', '--seed', '-1', '4294967296', '99999999999999999999', ''],
    ['duration', '--duration', '0s', '3601s', '10s ', ''],
    ['timeLimit', '--time-limit', '0s', '1441m', ''],
    ['timeout', '--timeout', '0s', '1441m', ''],
    ['scenario', '--scenario', 'nothing', ''],
  ];
  test.each(bounds.flatMap(([key, flag, ...bad]) => bad.map((text) => ({ key, flag, text }))))(
    'refuses $flag $text',
    ({ key, flag, text }) => {
      const { message, hint } = refusal(() => run({ [key]: text }));
      expect(message).toContain(`${flag}: ${JSON.stringify(text)} `);
      expect(hint).not.toBe('');
    },
  );

  test.each([
    [{ workers: '2000' }, { workers: 2_000 }],
    [
      { workers: '10000', connections: '2000' },
      { workers: 10_000, connections: 2_000 },
    ],
    [
      { workers: '5', operations: '1000000' },
      { extent: { kind: 'operations', perWorker: 1_000_000 } },
    ],
    [{ rounds: '1000' }, { rounds: 1_000 }],
    [{ accounts: '100000' }, { accounts: 100_000 }],
    [{ balance: '1000000000000' }, { balance: 1_000_000_000_000 }],
    [{ amount: '1000000000' }, { amount: { min: 1_000_000_000, max: 1_000_000_000 } }],
    [{ think: '60000', timeLimit: '61s' }, { thinkMs: 60_000 }],
    [{ retries: '1000000' }, { retries: 1_000_000 }],
    [{ seed: '0' }, { seed: 0 }],
    [{ duration: '60m' }, { extent: { kind: 'duration', ms: 3_600_000 } }],
    [{ timeLimit: '1440m' }, { timeLimitMs: 86_400_000 }],
    [{ timeout: '1440m' }, { timeoutMs: 86_400_000 }],
  ] satisfies readonly [RunFlags, Partial<RunPlan>][])('accepts %j, the limit', (flags, part) => {
    expect(run(flags)).toMatchObject(part);
  });
});

describe('flags that do not go together', () => {
  test.each<[RunFlags, readonly string[]]>([
    [{ operations: '5', duration: '5s' }, ['--operations', '--duration']],
    [{ workers: '2001' }, ['--workers 2001']],
    [{ workers: '5', connections: '6' }, ['--connections 6', '--workers 5']],
    [{ workers: '6', operations: '1000000' }, ['--workers 6', '--operations 1000000']],
    [{ duration: '5s', timeLimit: '4999ms' }, ['--duration 5s', '--time-limit 4999ms']],
    [{ keep: true }, ['--keep']],
    [
      { accounts: '100000', balance: '1000000000000' },
      ['--balance 1000000000000', '--accounts 100000'],
    ],
    [{ amount: '1000000000', duration: '60m' }, ['--amount up to 1000000000']],
    [{ amount: '1000000000', rounds: '1000', operations: '1000' }, ['--rounds 1000']],
  ])('%j', (flags, parts) => {
    const { message, hint } = refusal(() => run(flags));
    for (const part of parts) expect(message).toContain(part);
    expect(hint).not.toBe('');
  });

  test('the error for too many workers suggests --connections', () => {
    expect(refusal(() => run({ workers: '2001' })).hint).toContain('--connections');
  });

  test('--processes accepts named strategies and scenarios, and refuses objects', () => {
    const own = toyStrategy('mine');
    const fees = toyScenario('fees');
    const known = {
      ...context,
      strategies: [...context.strategies, own, { ...toyStrategy('theirs'), file: '/theirs.ts' }],
      scenarios: [...context.scenarios, fees],
    };
    const planned = (flags: RunFlags) => createPlan('run', { processes: '2', ...flags }, known);
    expect(refusal(() => planned({ strategy: ['naive', 'mine'] })).message).toBe(
      '--processes 2: mine is an object, which other processes cannot use',
    );
    expect(refusal(() => planned({ scenario: 'fees' })).message).toContain('fees is an object');
    expect(planned({ strategy: ['naive', 'theirs'] }).processes).toBe(2);
    expect(planned({ strategy: ['mine'], scenario: 'fees', processes: '1' }).processes).toBe(1);
  });

  test('the total may reach the largest safe integer', () => {
    const accounts = 9_100;
    const balance = Math.floor(Number.MAX_SAFE_INTEGER / accounts);
    const rest = Number.MAX_SAFE_INTEGER % accounts;
    const flags = { accounts: `${accounts}`, balance: `${balance}`, workers: '1', operations: '1' };
    expect(run({ ...flags, amount: `${rest}` }).balance).toBe(balance);
    const { message } = refusal(() => run({ ...flags, amount: `${rest + 1}` }));
    expect(message).toContain(`--amount up to ${rest + 1}`);
  });
});
