import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CommandResult } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { call, parsed } from './harness.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
const json = join(scratch, 'report.json');
afterAll(() => rmSync(scratch, { recursive: true }));

describe('three strategies', () => {
  let ended: CommandResult;
  beforeAll(async () => {
    const flags = '--workers 10 --think 2 --strategy naive,for-update,atomic'.split(' ');
    ended = await call(['compare', '--url', serverUrl(), ...flags, '-o', json]);
  });

  test('appear in one table, with the cheapest one that held', () => {
    const { code, stdout, stderr } = ended;
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^naive +broken .*\nfor-update +held .*\natomic +held /m);
    expect(stdout).toMatch(/^withdraw: 10 workers × 5 operations, .* starting balance 250,/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('3 rounds, seed ');
    // for-update holds its lock during the think time. atomic reads nothing first, so it has no think time.
    expect(stdout).toMatch(/^Cheapest that held: atomic \(/m);
    expect(stdout).not.toMatch(/^for-update broken/m);
  });

  test('have three rounds each, and their sums', () => {
    const { plan, results } = parsed(readFileSync(json, 'utf8'));
    expect(plan).toMatchObject({
      command: 'compare',
      rounds: 3,
      operations: 5,
      timeLimitMs: 3_000,
    });
    expect(results.map(({ strategy }) => strategy)).toStrictEqual([
      'naive',
      'for-update',
      'atomic',
    ]);
    for (const { rounds, operations, latencyMs, ...sums } of results) {
      expect(rounds.map(({ round }) => round)).toStrictEqual([1, 2, 3]);
      expect(operations.attempted).toBe(3 * 50);
      const keys = [
        'initialBalance',
        'finalBalance',
        'lostUpdates',
        'violations',
        'retries',
      ] as const;
      for (const key of keys) {
        expect(sums[key]).toBe(rounds.reduce((sum, round) => sum + (round[key] ?? Number.NaN), 0));
      }
      const rates = rounds.map(({ throughput }) => throughput).toSorted((a, b) => a - b);
      expect(sums.throughput).toBe(rates[1]);
      expect(latencyMs.max).toBeGreaterThan(0);
    }
  });

  test('include a command that races the broken one again', async () => {
    const command = /^ {4}race-lab (.*) --url /m.exec(ended.stdout)?.[1] ?? '';
    expect(command).toMatch(/^compare --strategy naive --workers 10 --think 2 --seed \d+$/);
    const again = await call([...command.split(' '), '--url', serverUrl(), '--json']);
    expect(parsed(again.stdout).results).toMatchObject([{ strategy: 'naive', verdict: 'broken' }]);
    expect(` ${command} `).toContain(` --seed ${parsed(again.stdout).plan.seed} `);
  });
});
