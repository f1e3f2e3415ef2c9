/** `race-lab run` on people's own code. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { one } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { caseProject, keptCaseProject, PAIR, racy, safe, WRONG } from './case-project.js';
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

describe('free rounds of a case that breaks', () => {
  let cwd = '';
  let ended: CallResult;
  beforeAll(async () => {
    cwd = keptCaseProject({ 'racy.race.ts': RACY });
    const outputs = ['-o', 'a.json', '-o', 'a.md', '-o', 'a.xml'];
    const expected = rules('held', 'broken', 'failures=0', 'racy:broken');
    ended = await run(cwd, 'racy.race.ts', ...FEW, ...expected, ...outputs);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const file = (name: string) => readFileSync(join(cwd, name), 'utf8');

  test('the table, the ends and the witness', () => {
    const { code, stdout, stderr } = ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^racy: 2 workers \(A anna, B ben\), 5 free rounds, seed 1$/m);
    expect(stdout).toMatch(/^How the rounds ended\n {2}\d rounds?, broken: A and B both returned/m);
    expect(stdout).toMatch(/^racy broken: invariant "stock is never below zero"$/m);
    expect(stdout).toMatch(/^ {2}In round \d, A \(anna\) and B \(ben\) both returned/m);
    expect(stdout).toContain('No serial order ends so.');
    expect(stdout).toMatch(
      /^ {2}The schedule ABBA ends the same\.\n {2}Replay it:\n {4}race-lab replay \.\/racy\.race\.ts --schedule ABBA --url /m,
    );
  });

  test('JSON has each end, and each expectation', () => {
    expect(JSON.parse(file('a.json'))).toMatchObject({
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
      expectations: [{ met: false }, { met: true }, { met: true }, { met: true }],
    });
    expect(file('a.json')).not.toContain('postgres://');
  });

  test('Markdown and JUnit have the evidence', () => {
    expect(file('a.md')).toMatch(/^### race-lab run: racy\n/);
    expect(file('a.md')).toContain('How the rounds ended');
    expect(file('a.xml')).toMatch(/<testsuite name="race-lab run racy" tests="4" failures="1"/);
    expect(file('a.xml')).toContain('race-lab replay ./racy.race.ts --schedule ABBA');
  });
});

describe('free rounds', () => {
  test('that held say what luck may have missed', async () => {
    const expected = rules('held', 'failures=0', './safe.race.ts:held');
    const { code, stdout } = await run(project(), 'safe.race.ts', ...FEW, ...expected);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'safe held: Held in all 5 rounds; luck may have missed one that breaks. Run every order of the statements: race-lab explore ./safe.race.ts',
    );
  });

  test.each<[number, readonly string[]]>([
    [1, ['safe.race.ts', ...rules('failures>0')]],
    [4, ['safe.race.ts', 'wrong.race.ts', ...rules('safe:held')]],
  ])('exit with %i: %j', async (code, args) => {
    const ended = await run(project(), ...args, ...FEW);
    expect(ended.code).toBe(code);
  });

  test('of several cases are a line each in CSV', async () => {
    const { stdout } = await run(project(), 'pair.race.ts', '--rounds', '1', '--format', 'csv');
    const [header = '', ...lines] = stdout.trimEnd().split('\n');
    expect(header).toMatch(
      /^case,reference,workers,verdict,rounds,broken,held,unclear,overlapping,/,
    );
    expect(lines).toHaveLength(2);
  });
});

describe('load', () => {
  const LOAD = ['--workers', '4', '--operations', '5'];

  test.each<[number, readonly string[]]>([
    [0, ['safe.race.ts', ...LOAD, ...rules('held', 'failures=0', 'p95<60000', 'throughput>0')]],
    [3, ['pair.race.ts#left', ...LOAD, ...rules('held')]],
    [0, ['safe.race.ts', '--duration', '100ms', ...rules('held')]],
  ])('exits with %i: %j', async (code, args) => {
    const ended = await run(project(), ...args);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
  });

  test('exits with 1 when a verdict or a figure is not as expected', async () => {
    const expected = rules('broken', 'p99<0.001');
    const { code, stdout } = await run(project(), 'safe.race.ts', ...LOAD, ...expected, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ expectations: [{ met: false }, { met: false }] });
  });

  test('says what was measured, in words and as data', async () => {
    const cwd = project();
    const { stdout } = await run(cwd, 'racy.race.ts', ...LOAD, '-o', 'a.json');
    expect(stdout).toMatch(/^racy: 4 workers × 5 operations, which call anna and ben in turn$/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Only the invariants are checked, on the final rows: there are too many serial orders.* latency p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, max [\d.]+ ms\./,
    );
    expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'))).toMatchObject({
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
