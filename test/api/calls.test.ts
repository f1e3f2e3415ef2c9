import { describe, expect, it, vi } from 'vitest';

import { explore, race, replay } from '../../src/index.js';
import { strategies } from '../../src/strategies/index.js';
import { serverUrl } from '../support/server.js';
import { lockThenWrite, readThenWrite, takeFive } from './own.js';

const url = serverUrl();
const small = { url, workers: 4, operations: 3 } as const;

describe('race', () => {
  it('races with the given options', async () => {
    const report = await race({
      url,
      strategy: ['naive', 'for-update,atomic'],
      scenario: 'mixed',
      workers: 3,
      operations: 2,
      accounts: 2,
      balance: 50,
      amount: '5..6',
      think: 1,
      retries: 7,
      backoff: 'none',
      connections: 2,
      rounds: 2,
      seed: 5,
      timeLimit: '4s',
      timeout: '20s',
      expect: 'failed=0',
    });

    expect(report.plan).toMatchObject({
      command: 'run',
      workers: 3,
      extent: { kind: 'operations', perWorker: 2 },
      accounts: 2,
      balance: 50,
      amount: { min: 5, max: 6 },
      thinkMs: 1,
      retries: 7,
      backoff: { kind: 'none' },
      connections: 2,
      rounds: 2,
      seed: 5,
      timeLimitMs: 4_000,
      timeoutMs: 20_000,
    });
    expect(report.results.map(({ strategy }) => strategy)).toEqual([
      'naive',
      'for-update',
      'atomic',
    ]);
    expect(report.expectations.map(({ met }) => met)).toEqual([true, true, true]);
  });

  it('accepts strategies and a scenario as objects, mixed with names', async () => {
    const [first] = strategies;
    if (!first) throw new Error('there are no strategies');
    const strategy = [lockThenWrite, first, 'for-update'];
    const { results } = await race({ ...small, strategy, scenario: takeFive });

    expect(results.map((result) => [result.strategy, result.scenario])).toEqual([
      ['lock-then-write', 'take-five'],
      ['naive', 'take-five'],
      ['for-update', 'take-five'],
    ]);
    expect(results[0]).toMatchObject({ initialBalance: 100, finalBalance: 40 });
  });

  it('draws a random seed when none is given, and reports it', async () => {
    const reports = await Promise.all([race(small), race(small)]);
    const seeds = reports.map(({ plan }) => plan.seed);

    expect(seeds[0]).not.toBe(seeds[1]);
  });

  it('reports its progress', async () => {
    const events: string[] = [];
    const progress = {
      roundStarted: (strategy: string, round: number) => void events.push(`${strategy} ${round}`),
      operationEnded: () => void events.push('operation'),
    };
    await race({ ...small, strategy: 'atomic' }, { progress });

    const operations = Array.from({ length: 12 }, () => 'operation');
    expect(events).toEqual(['atomic 1', ...operations]);
  });
});

describe('explore', () => {
  it('explores with the given options', async () => {
    const report = await explore({
      url,
      strategy: [readThenWrite, lockThenWrite],
      scenario: takeFive,
      retries: 0,
      maxSchedules: 50,
      maxSwitches: 3,
      lanes: 2,
      expect: ['schedules<=50', 'lock-then-write:held'],
    });

    expect(report.plan).toMatchObject({ maxSchedules: 50, maxSwitches: 3, lanes: 2, retries: 0 });
    expect(report.results.map(({ strategy, verdict }) => [strategy, verdict])).toEqual([
      ['read-then-write', 'broken'],
      ['lock-then-write', 'held'],
    ]);
    expect(report.expectations.map(({ met }) => met)).toEqual([true, true, true]);
  });
});

describe('replay', () => {
  it('runs one schedule, and accepts the options of explore', async () => {
    const options = { url, strategy: readThenWrite, maxSwitches: 3, lanes: 2 } as const;
    const broken = await replay({ ...options, schedule: 'ABBA' });
    const held = await replay({ ...options, schedule: 'AAB' });

    expect([broken, held].map(({ drawn }) => drawn.verdict)).toEqual(['broken', 'held']);
  });
});

describe('every call', () => {
  it('has its own tables, so that concurrent calls do not affect each other', async () => {
    const reports = await Promise.all([
      race({ ...small, strategy: 'for-update' }),
      race({ ...small, strategy: 'for-update', scenario: takeFive }),
      race({ ...small, strategy: 'for-update', scenario: 'deposit' }),
    ]);

    expect(new Set(reports.map(({ server }) => server.schema)).size).toBe(3);
    expect(reports.map(({ results: [result] }) => result?.finalBalance)).toEqual([0, 40, 120]);
  });

  it('ends early when its signal is aborted', async () => {
    const ending = new AbortController();
    const reason = new Error('the test has had enough');
    const progress = { roundStarted: () => ending.abort(reason), operationEnded: () => {} };
    const running = race({ url, duration: '10m' }, { signal: ending.signal, progress });

    await expect(running).rejects.toBe(reason);
    await expect(explore({ url }, { signal: ending.signal })).rejects.toBe(reason);
    await expect(replay({ url, schedule: 'AB' }, { signal: ending.signal })).rejects.toBe(reason);
  });

  it('uses RACE_LAB_URL, and starts an embedded server without it', async () => {
    const options = { workers: 2, operations: 1 };
    vi.stubEnv('RACE_LAB_URL', url);
    const external = await race(options);
    vi.stubEnv('RACE_LAB_URL', '');
    const embedded = await Promise.all([race(options), explore(), replay({ schedule: 'ABBA' })]);
    vi.unstubAllEnvs();

    expect(external.server.kind).toBe('external');
    const kinds = embedded.map(({ server }) => server.kind);
    expect(kinds).toEqual(['embedded', 'embedded', 'embedded']);
  });
});
