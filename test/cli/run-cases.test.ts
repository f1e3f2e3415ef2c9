/** `race-lab run` on people's own code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { one } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { caseProject, PAIR, racy, safe, WRONG } from './case-project.js';
import { callIn, type CallResult } from './harness.js';

const run = (cwd: string, ...args: readonly string[]): Promise<CallResult> =>
  callIn(cwd, ['run', ...args], { RACE_LAB_URL: serverUrl() });

const rules = (...list: readonly string[]) => list.flatMap((rule) => ['--expect', rule]);

/** Both workers read before either of them writes, unless one starts very late. */
const RACY = racy('racy').replace(
  /workers: \{[^]*/,
  `workers: Object.fromEntries(['anna', 'ben'].map((name) => [name, async (sql) => {
    const [{ stock }] = await sql\`select stock, pg_sleep(0.03) from product\`;
    if (stock < 1) throw new Error('sold out');
    await sql\`update product set stock = stock - 1\`;
  }])),
});
`,
);

const project = () =>
  caseProject({
    'racy.race.ts': RACY,
    'safe.race.ts': safe('safe'),
    'pair.race.ts': PAIR,
    'wrong.race.ts': WRONG,
    'mine.ts': one('mine'),
  });

const FEW = ['--rounds', '5'];

describe('free rounds', () => {
  test.each<[number, readonly string[]]>([
    [0, ['racy.race.ts', ...rules('broken', 'failures=0', 'racy:broken')]],
    [1, ['racy.race.ts', ...rules('held')]],
    [0, ['safe.race.ts', ...rules('held', 'failures=0', './safe.race.ts:held')]],
    [1, ['safe.race.ts', ...rules('failures>0')]],
    [4, ['safe.race.ts', 'wrong.race.ts', ...rules('safe:held')]],
  ])('exits with %i: %j', async (code, args) => {
    const ended = await run(project(), ...args, ...FEW);
    expect(ended.code).toBe(code);
  });

  test('the table, the ends and the witness of a broken one', async () => {
    const { stdout } = await run(project(), 'racy.race.ts', ...FEW);
    expect(stdout).toMatch(/^racy: 2 workers \(A anna, B ben\), 5 free rounds, seed 1$/m);
    expect(stdout).toMatch(/^How the rounds ended\n {2}\d rounds?, broken: A and B both returned/m);
    expect(stdout).toMatch(/^racy broken: invariant "stock is never below zero"$/m);
    expect(stdout).toMatch(/^ {2}In round \d, A \(anna\) and B \(ben\) both returned/m);
    expect(stdout).toContain('No serial order ends so.');
    expect(stdout).toMatch(
      /^ {2}The schedule ABBA ends the same\.\n {2}Replay it:\n {4}race-lab replay \.\/racy\.race\.ts --schedule ABBA --url /m,
    );
  });

  test('one that held says what luck may have missed', async () => {
    const { stdout } = await run(project(), 'safe.race.ts', ...FEW);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'safe held: Held in all 5 rounds; luck may have missed one that breaks. Run every order of the statements: race-lab explore ./safe.race.ts',
    );
  });

  test('JSON has each end, CSV a line for each case', async () => {
    const json = await run(project(), 'racy.race.ts', ...FEW, '--json');
    const report = JSON.parse(json.stdout);
    expect(report).toMatchObject({
      schemaVersion: 1,
      plan: { command: 'run', kind: 'rounds', rounds: 5, seed: 1 },
      results: [
        {
          case: 'racy',
          reference: './racy.race.ts',
          workers: [
            { letter: 'A', name: 'anna' },
            { letter: 'B', name: 'ben' },
          ],
          verdict: 'broken',
          rounds: 5,
          ends: [
            { verdict: 'broken', anomalies: [{ kind: 'invariant' }, { kind: 'not serializable' }] },
          ],
          witness: {
            order: null,
            difference: { order: expect.stringMatching(/^(AB|BA)$/) },
            lookup: { schedule: 'ABBA', schedules: expect.any(Number) },
          },
        },
      ],
    });
    expect(json.stdout).not.toContain('postgres://');
    const csv = await run(project(), 'racy.race.ts', 'safe.race.ts', ...FEW, '--format', 'csv');
    const [header = '', ...lines] = csv.stdout.trimEnd().split('\n');
    expect(header).toMatch(
      /^case,reference,workers,verdict,rounds,broken,held,unclear,overlapping,/,
    );
    expect(lines).toHaveLength(2);
  });

  test('Markdown and JUnit have the evidence', async () => {
    const cwd = project();
    const args = ['racy.race.ts', ...FEW, ...rules('held'), '-o', 'a.md', '-o', 'a.xml'];
    expect(await run(cwd, ...args)).toMatchObject({ code: 1, stderr: '' });
    const markdown = readFileSync(join(cwd, 'a.md'), 'utf8');
    expect(markdown).toMatch(/^### race-lab run: racy\n/);
    expect(markdown).toContain('How the rounds ended');
    const junit = readFileSync(join(cwd, 'a.xml'), 'utf8');
    expect(junit).toMatch(/<testsuite name="race-lab run racy" tests="1" failures="1"/);
    expect(junit).toContain('race-lab replay ./racy.race.ts --schedule ABBA');
  });
});

describe('load', () => {
  const LOAD = ['--workers', '4', '--operations', '5'];

  test.each<[number, readonly string[]]>([
    [0, ['safe.race.ts', ...LOAD, ...rules('held', 'failures=0', 'p95<60000', 'throughput>0')]],
    [1, ['safe.race.ts', ...LOAD, ...rules('broken')]],
    [1, ['safe.race.ts', ...LOAD, ...rules('p99<0.001')]],
    [3, ['pair.race.ts#left', ...LOAD, ...rules('held')]],
    [0, ['safe.race.ts', '--duration', '100ms', ...rules('held')]],
  ])('exits with %i: %j', async (code, args) => {
    const ended = await run(project(), ...args);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
  });

  test('says what was measured, in words and as data', async () => {
    const table = await run(project(), 'racy.race.ts', ...LOAD);
    expect(table.stdout).toMatch(
      /^racy: 4 workers × 5 operations, which call anna and ben in turn$/m,
    );
    expect(table.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Only the invariants are checked, on the final rows: there are too many serial orders.* latency p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, max [\d.]+ ms\./,
    );
    const { stdout } = await run(project(), 'racy.race.ts', ...LOAD, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      plan: { kind: 'load', workers: 4, operations: 5, durationMs: null },
      server: { synchronousCommit: 'off' },
      results: [
        {
          operations: { attempted: 20, failed: 0 },
          failures: {},
          latencyMs: { p95: expect.any(Number) },
          functions: [{ name: 'anna' }, { name: 'ben' }],
        },
      ],
    });
  });
});

describe('what is wrong usage', () => {
  test.each<[readonly string[], string, string]>([
    [['safe.race.ts', '-s', 'naive'], '--strategy is for races of strategies', 'apart from cases'],
    [['safe.race.ts', '--scenario', 'joint'], '--scenario is for races', 'the case says what'],
    [['safe.race.ts', '--accounts', '2'], '--accounts is for races', 'the case says what'],
    [['safe.race.ts', '--balance', '2'], '--balance is for races', 'the case says what'],
    [['safe.race.ts', '--amount', '2'], '--amount is for races', 'the case says what'],
    [['safe.race.ts', '--think', '2'], '--think is for races', 'their own pauses'],
    [['safe.race.ts', '--retries', '2'], '--retries is for races', "retried: ['40001']"],
    [['safe.race.ts', '--backoff', 'none'], '--backoff is for races', "retried: ['40001']"],
    [['safe.race.ts', '--connections', '2'], '--connections is for races', 'the pool that open'],
    [['safe.race.ts', '--processes', '2'], '--processes is for a load', 'replicas: 2'],
    [
      ['safe.race.ts', '--workers', '2', '--processes', '3'],
      '--processes 3 is more than --workers 2',
      '--processes 2',
    ],
    [['safe.race.ts', '--time-limit', '2s'], '--time-limit is for races', 'after its rounds'],
    [['safe.race.ts', '--timeout', '2s'], '--timeout is for races', 'no progress for 10 s'],
    [['safe.race.ts', '--keep'], '--keep is for races', 'always dropped'],
    [['safe.race.ts', '--rounds', '0'], '--rounds: "0" is less than 1', 'from 1 to 1000'],
    [['safe.race.ts', '--rounds', '2', '-w', '3'], '--rounds and --workers exclude', 'a load'],
    [['safe.race.ts', '-n', '2', '-d', '3s'], '--operations and --duration exclude', 'one of them'],
    [['safe.race.ts', '-d', '3'], '--duration: "3" has no unit', 'such as 3s'],
    [['safe.race.ts', '-w', '10000', '-n', '1000'], 'makes 10000000 operations', 'Lower one'],
    [['safe.race.ts', ...rules('claims')], '"claims" is a rule about strategies', 'held or broken'],
    [['safe.race.ts', ...rules('p99<5')], 'is a rule of run and compare', 'failures=…'],
    [['safe.race.ts', ...rules('schedules>5')], 'is a rule of explore', 'failures=…'],
    [['mine.ts'], './mine.ts exports no case', 'Write --strategy ./mine.ts'],
    [['saf'], 'there is no file "saf"', 'Did you mean ./safe.race.ts?'],
  ])('%j', async (args, problem, remedy) => {
    const { code, stdout, stderr } = await run(project(), ...args);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    const [complaint, hint, ...others] = stderr.split('\n');
    expect(complaint).toContain(problem);
    expect(hint).toContain(remedy);
    expect(others).toEqual(['']);
  });
});
