/** `compare --vary`, as a user calls it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { InterruptedError } from '../../src/cli/terminal.js';
import { serverUrl } from '../support/server.js';
import { parse as readCsv } from '../report/formats/read-csv.js';
import { call, recorder, type CallResult } from './harness.js';

const small = (...flags: readonly string[]) => [
  'compare',
  '--url',
  serverUrl(),
  ...'-s naive,for-update --rounds 1 --think 2 --seed 7'.split(' '),
  ...flags,
];

const workers = small('--vary', 'workers=4,8');

interface Varied {
  readonly plan: Readonly<Record<string, unknown>>;
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly expectations: readonly Readonly<Record<string, unknown>>[];
  readonly interruption: string | null;
}

const parsed = (text: string): Varied => {
  const report: Varied = JSON.parse(text);
  return report;
};

describe('one race', () => {
  const directory = mkdtempSync(join(tmpdir(), 'race-lab-vary-'));
  const file = (name: string) => join(directory, name);
  const written = (name: string) => readFileSync(file(name), 'utf8');
  afterAll(() => rmSync(directory, { recursive: true }));
  let printed: CallResult;
  beforeAll(async () => {
    const outputs = ['vary.json', 'vary.md', 'vary.xml'].flatMap((name) => ['-o', file(name)]);
    printed = await call([...workers, ...outputs, '--expect', 'naive:broken']);
  });

  test('one table, charts, and the command that repeats a finding at its value', () => {
    const { code, stdout, stderr } = printed;
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^withdraw: workers=4,8, 5 operations each, 1 account, amount 10, /);
    expect(stdout).toMatch(/^naive +4 +broken .*\nnaive +8 +broken .*\nfor-update +4 +held /m);
    for (const title of ['operations per second', 'lost updates', 'p99 latency', 'retries']) {
      expect(stdout).toMatch(new RegExp(`^${title}\\n.*┤`, 'm'));
    }
    expect(stdout).toMatch(/^ +4 +8 +workers\n +A naive {2}B for-update$/m);
    expect(stdout).toMatch(/^naive at workers=4 broken: lost update/m);
    expect(stdout).toContain('race-lab compare --strategy naive --workers 4 --think 2 --rounds 1');
    expect(stdout).toContain('The same verdict at workers=8.');
    expect(stdout).toMatch(/^ {2}workers=8: Cheapest that held: for-update/m);
    const wide = stdout.split('\n').filter((line) => line.length > 80);
    expect(wide.filter((line) => !line.startsWith('    race-lab '))).toStrictEqual([]);
  });

  test('JSON: the value is a property of each result', () => {
    const { plan, results, expectations } = parsed(written('vary.json'));
    expect(plan).toMatchObject({
      vary: { parameter: 'workers', values: [4, 8] },
      workers: null,
      balance: null,
      thinkMs: 2,
      seed: 7,
    });
    expect(results).toMatchObject([
      { strategy: 'naive', workers: 4, operations: { attempted: 20 } },
      { strategy: 'for-update', workers: 4 },
      { strategy: 'naive', workers: 8, operations: { attempted: 40 } },
      { strategy: 'for-update', workers: 8 },
    ]);
    expect(expectations).toStrictEqual([
      { strategy: 'naive', workers: 4, rule: 'naive:broken', met: true, actual: 'broken' },
      { rule: 'naive:broken', strategy: 'naive', workers: 8, met: true, actual: 'broken' },
    ]);
  });

  test('Markdown has the charts, and JUnit a suite for each value', () => {
    expect(written('vary.md')).toMatch(/```text\nlost updates\n/);
    const junit = written('vary.xml');
    expect(junit).toMatch(/<testsuite name="race-lab compare withdraw workers=4"/);
    expect(junit).toMatch(/<testsuite name="race-lab compare withdraw workers=8"/);
  });
});

test('CSV has a column for the value', async () => {
  const { stdout } = await call([
    ...small('--vary', 'amount=5,10..20', '-w', '4'),
    '--format',
    'csv',
  ]);
  const [header, ...records] = readCsv(stdout);
  expect(header?.slice(0, 3)).toStrictEqual(['strategy', 'amount', 'scenario']);
  expect(records.map((record) => record.slice(0, 2))).toStrictEqual([
    ['naive', '5'],
    ['naive', '10..20'],
    ['for-update', '5'],
    ['for-update', '10..20'],
  ]);
});

describe('--expect', () => {
  test('applies at every value, and the report names the value that does not meet it', async () => {
    const flags = ['--expect', 'naive:lost-updates=0', '--expect', 'for-update:held'];
    const { code, stdout } = await call([...workers, ...flags]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/NOT MET +naive:lost-updates=0 +naive at workers=4: \d/);
    expect(stdout).toMatch(/NOT MET +naive:lost-updates=0 +naive at workers=8: \d/);
    expect(stdout).toMatch(/ met +for-update:held +for-update at workers=8: held/);
  });

  test('what cannot be judged at one value is exit code 3', async () => {
    const { code } = await call([...small('--vary', 'workers=1,4'), '--expect', 'for-update:held']);
    expect(code).toBe(3);
  });
});

test('too few connections for the largest value are found before the first race', async () => {
  const args = small('--vary', 'workers=1,1500', '-n', '1');
  const { code, stdout, stderr } = await call(args);
  expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('leave out the largest values of --vary');
});

test('an interruption reports what was measured', async () => {
  const ending = new AbortController();
  const stdout = recorder();
  const stderr = {
    isTTY: true,
    // The first race is over when the progress of the second one is shown.
    write: (text: string, done?: () => void) => {
      if (text.includes('2/2000 · workers=2')) ending.abort(new InterruptedError('SIGINT'));
      done?.();
      return true;
    },
  };
  const flags = ['-s', 'atomic', '--vary', 'workers=1,2', '--rounds', '1000', '-d', '300ms'];
  const args = ['compare', '--url', serverUrl(), ...flags, '--json'];
  const code = await main(args, { stdout, stderr, env: {}, signal: ending.signal });
  expect(code).toBe(130);
  const { interruption, results } = parsed(stdout.text);
  expect(interruption).toBe('The race was interrupted by SIGINT.');
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ strategy: 'atomic', workers: 1 });
});

test('an interruption before the first result reports nothing', async () => {
  const ending = new AbortController();
  ending.abort(new InterruptedError('SIGINT'));
  const { code, stdout } = await call(workers, {}, false, { signal: ending.signal });
  expect({ code, stdout }).toStrictEqual({ code: 130, stdout: '' });
});
