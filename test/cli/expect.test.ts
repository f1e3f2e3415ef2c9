import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { cellsOf } from './formats.js';
import { call, parsed } from './harness.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Ten workers that think between reading and writing: naive loses nearly every update. */
const small = ['run', '--url', serverUrl(), ...'--workers 10 --operations 5 --think 2'.split(' ')];
/** A single worker has no other to overlap with. */
const alone = ['run', '--url', serverUrl(), '--workers', '1', '--operations', '3'];

const rules = (...list: string[]) => list.flatMap((rule) => ['--expect', rule]);

describe('exit codes', () => {
  type Row = readonly [code: 0 | 1 | 3, strategies: string, rules: readonly string[]];

  /** Rules on the same race, of which each is met, or each is not. */
  const rows: readonly Row[] = [
    [
      0,
      'naive,for-update',
      [
        'naive:broken',
        'naive:lost-updates>0',
        'naive:lost-updates!=0',
        'naive:violations>=1',
        'naive:drift>0',
        'for-update: held ',
        'for-update:lost-updates = 0',
        'for-update:violations=0',
        'for-update:drift=0',
        'for-update:retries=0',
        'failed=0',
        'indeterminate=0',
        'throughput>0',
        'p50>0',
        'p99<=60000',
        'p50<60000',
      ],
    ],
    [
      1,
      'naive,for-update',
      [
        'naive:held',
        'naive:lost-updates=0',
        'naive:violations<1',
        'naive:drift<=0',
        'for-update:broken',
        'throughput>100000000',
        'p99<0.001',
      ],
    ],
  ];
  test.each(rows)('%i: %s, expecting %j', async (code, names, list) => {
    const ended = await call([...small, '-s', names, ...rules(...list), '--json']);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
    const { expectations } = parsed(ended.stdout);
    expect(new Set(expectations.map(({ rule }) => rule)).size).toBe(list.length);
    expect(expectations.filter(({ met }) => met !== (code === 0))).toEqual([]);
  });

  const single: readonly Row[] = [[0, 'optimistic', ['retries>0']]];
  test.each(single)('%i: %s, expecting %j', async (code, names, list) => {
    const ended = await call([...small, '-s', names, ...rules(...list)]);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
  });

  test('0: strategies that behave as they claim, expecting claims', async () => {
    // A round empties the account only once. Without an overlap at that time, a broken strategy holds.
    const chances = ['--rounds', '3', '-s', 'naive,check-then-decrement,for-update,atomic'];
    const ended = await call([...small, '--no-progress', ...chances, ...rules('claims')]);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code: 0, stderr: '' });
  });

  const unjudged: readonly Row[] = [
    [3, 'for-update', ['held']],
    [3, 'naive', ['broken']],
    [3, 'naive', ['claims']],
    [3, 'naive', ['lost-updates=0']],
    [0, 'naive', ['failed=0']],
    // A rule that is not met takes precedence over one that could not be judged.
    [1, 'naive', ['held', 'failed>0']],
  ];
  test.concurrent.each(unjudged)('%i: %s alone, expecting %j', async (code, names, list) => {
    const ended = await call([...alone, '-s', names, ...rules(...list)]);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
  });

  test('0: a broken strategy without an expectation', async () => {
    const { code, stdout } = await call([...small, '--json']);
    expect(code).toBe(0);
    expect(parsed(stdout).results[0]?.verdict).toBe('broken');
  });
});

describe('the result of each rule', () => {
  test('is in the table, and in JSON', async () => {
    const list = rules('held', 'naive:lost-updates>0', 'naive:broken', 'for-update:retries<=0');
    const json = join(scratch, 'rules.json');
    const args = [...small, '-s', 'naive,for-update', ...list, '-o', json];
    const { code, stdout } = await call(args);
    expect(code).toBe(1);
    const [, lines = ''] = stdout.split('\nExpectations\n');
    expect(lines).toMatch(
      /^ {2}NOT MET +held +naive: broken\n {2}met +held +for-update: held\n {2}met +naive:lost-updates>0 +naive: \d+\n {2}met +naive:broken +naive: broken\n {2}met +for-update:retries<=0 +for-update: 0\n$/,
    );
    expect(parsed(readFileSync(json, 'utf8')).expectations).toStrictEqual([
      { rule: 'held', strategy: 'naive', met: false, actual: 'broken' },
      { rule: 'held', strategy: 'for-update', met: true, actual: 'held' },
      { rule: 'naive:lost-updates>0', strategy: 'naive', met: true, actual: expect.any(Number) },
      { rule: 'naive:broken', strategy: 'naive', met: true, actual: 'broken' },
      { rule: 'for-update:retries<=0', strategy: 'for-update', met: true, actual: 0 },
    ]);
  });

  test('is in both when it could not be judged', async () => {
    const json = join(scratch, 'unjudged.json');
    const { code, stdout } = await call([...alone, ...rules('held'), '-o', json]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^ {2}not judged +held +naive: inconclusive$/m);
    // The table also says what to change.
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('use more --workers');
    expect(parsed(readFileSync(json, 'utf8')).expectations).toStrictEqual([
      { rule: 'held', strategy: 'naive', met: null, actual: 'inconclusive' },
    ]);
  });
});

test.each([
  [1, small, raceLab],
  [3, alone, call],
] as const)('writes files before exit %i', async (code, args, lab) => {
  const names = ['json', 'csv', 'md'].map((ending) => join(scratch, `${code}.${ending}`));
  const [json = '', csv = '', md = ''] = names;
  const outputs = names.flatMap((name) => ['-o', name]);
  const ended = await lab([...args, ...rules('held'), ...outputs]);
  expect(ended.code).toBe(code);
  const { verdict } = parsed(readFileSync(json, 'utf8')).results[0] ?? {};
  expect(verdict).toBe(code === 1 ? 'broken' : 'inconclusive');
  expect(cellsOf(readFileSync(csv, 'utf8'))).toMatchObject([{ strategy: 'naive', verdict }]);
  expect(readFileSync(md, 'utf8')).toContain(`| naive | ${verdict} |`);
});

test('the command that races a strategy again names it, and has no expectations', async () => {
  const { stdout } = await call([...small, ...rules('naive:broken', 'p99<60000')]);
  const command = /^ {4}race-lab (.*)$/m.exec(stdout)?.[1] ?? '';
  expect(command).toMatch(
    /^run --strategy naive --workers 10 --operations 5 --think 2 --seed \d+ --url \S+$/,
  );
});
