/** `race-lab explore` on people's own code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { one } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { caseProject, PAIR, racy, safe, WRONG } from './case-project.js';
import { callIn, REFUSED_URL, type CallResult } from './harness.js';

const explore = (cwd: string, ...args: readonly string[]): Promise<CallResult> =>
  callIn(cwd, ['explore', ...args], { RACE_LAB_URL: serverUrl() });

const rules = (...list: readonly string[]) => list.flatMap((rule) => ['--expect', rule]);

/** The names and verdicts in a JSON report. */
function verdictsIn({ stdout }: CallResult): readonly string[] {
  const report: { readonly results: readonly Record<'case' | 'verdict', string>[] } =
    JSON.parse(stdout);
  return report.results.map((result) => `${result.case} ${result.verdict}`);
}

describe('what is expected', () => {
  test.each<[number, string, readonly string[]]>([
    [0, 'racy', rules('broken', 'failures=0', 'schedules>=3', 'racy:broken')],
    [0, 'safe', rules(' held ', 'failures = 0', './safe.race.ts:held')],
    [1, 'racy', rules('held', 'broken')],
    [3, 'safe', [...rules('held', 'failures=0'), '--max-schedules', '1']],
  ])('exits with %i: %s, %j', async (code, name, args) => {
    const cwd = caseProject({ 'racy.race.ts': racy('racy'), 'safe.race.ts': safe('safe') });
    const ended = await explore(cwd, `${name}.race.ts`, ...args);
    expect({ code: ended.code, stderr: ended.stderr }).toStrictEqual({ code, stderr: '' });
  });

  test('exits with 4 when a case cannot be explored, and the others are', async () => {
    const cwd = caseProject({ 'wrong.race.ts': WRONG, 'safe.race.ts': safe('safe') });
    const told =
      'race-lab: case wrong (./wrong.race.ts): schema fails: syntax error at or near "tabel"\n' +
      '  Correct the SQL. It is sent to the server as it is, and not through psql.\n';
    expect(await explore(cwd, 'wrong.race.ts')).toStrictEqual({
      code: 4,
      stdout: '',
      stderr: told,
    });
    const both = await explore(cwd, 'wrong.race.ts', 'safe.race.ts', ...rules('safe:held'));
    expect({ code: both.code, stderr: both.stderr }).toStrictEqual({ code: 4, stderr: told });
    expect(both.stdout).toMatch(/^ {2}met +safe:held +safe: held$/m);
  });

  test('exits with 4 when the server is not reachable', async () => {
    const cwd = caseProject({ 'safe.race.ts': safe('safe') });
    const { code, stdout, stderr } = await explore(cwd, 'safe.race.ts', '--url', REFUSED_URL);
    expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('race-lab: cannot connect to alice@127.0.0.1:1/');
    expect(stderr).not.toContain('hunter2');
  });
});

describe('which cases', () => {
  const project = () =>
    caseProject({
      'shop/safe.race.ts': safe('safe'),
      'shop/pair.race.mjs': PAIR,
      'other.race.js': PAIR,
      'strategy.ts': one('mine'),
      'dist/built.race.js': PAIR,
    });

  test.each<[readonly string[], readonly string[]]>([
    [
      ['shop/safe.race.ts', './other.race.js#right'],
      ['safe', 'right'],
    ],
    [
      ['other.race.js#left', 'shop/{pair,safe}.race.*s', 'other.race.js#left'],
      ['left', 'left', 'right', 'safe'],
    ],
    // A flag that is not only about strategies.
    [
      ['--lanes', '1'],
      ['left', 'right', 'left', 'right', 'safe'],
    ],
  ])('%j', async (args, names) => {
    const ended = await explore(project(), ...args, '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(verdictsIn(ended)).toEqual(names.map((name) => `${name} held`));
  });

  test('without an argument, a flag about strategies explores a strategy', async () => {
    const { code, stdout } = await explore(project(), '--strategy', './strategy.ts', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ strategy: 'mine' }] });
  });

  test('without an argument and without a case, the default strategy is explored', async () => {
    const { code, stdout } = await explore(caseProject({ 'strategy.ts': one('mine') }), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ strategy: 'naive' }] });
  });

  test('two with the same name are called by their files', async () => {
    const cwd = caseProject({ 'a.race.ts': safe('shop'), 'b.race.ts': racy('shop') });
    const { code, stdout } = await explore(cwd, ...rules('held', './b.race.ts:broken'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\.\/a\.race\.ts +held /m);
    expect(stdout).toMatch(/^\.\/b\.race\.ts +broken /m);
    expect(stdout).toContain('\n━━ ./b.race.ts broken: ');
    const [, lines = ''] = stdout.split('\nExpectations\n');
    expect(lines.replaceAll(/ +/g, ' ').split('\n')).toEqual([
      ' met held ./a.race.ts: held',
      ' NOT MET held ./b.race.ts: broken',
      ' met ./b.race.ts:broken ./b.race.ts: broken',
      '',
    ]);
  });
});

describe('what is wrong usage', () => {
  const project = () =>
    caseProject({ 'a.race.ts': PAIR, 'mine.ts': one('mine'), 'safe.race.ts': safe('safe') });

  test.each<[readonly string[], string, string]>([
    [['mine.ts'], './mine.ts exports no case', 'Write --strategy ./mine.ts: it holds strategies.'],
    [['a.race.ts', '-s', 'naive'], '--strategy: a case says itself', 'explored apart from cases'],
    [['-s', 'a.race.ts'], './a.race.ts exports no strategy', 'Write race-lab explore ./a.race.ts:'],
    [['a'], 'there is no file "a"', 'Did you mean ./a.race.ts?'],
    [['saef.race.ts'], 'there is no file ./saef.race.ts', 'Did you mean ./safe.race.ts?'],
    [['saef'], 'there is no file "saef"', 'Did you mean ./safe.race.ts?'],
    [['miine.race.ts'], '/miine.race.ts', 'Run race-lab new checkout.race.ts'],
    [['a.race.ts#lef'], '"lef" is not a known case of ./a.race.ts', 'Did you mean left?'],
    [['a.race.ts', '-w', '3'], '--workers: a case says itself', 'the case names them'],
    [['a.race.ts', '--max-switches', '0'], 'no schedule of case left', '--max-switches 1 or more'],
    [['a.race.ts', '--expect', 'claims'], '"claims" is a rule about strategies', 'held or broken'],
    [['a.race.ts', '--expect', 'lef:held'], '"lef" is not a known case', 'Did you mean left?'],
    [['a.race.ts', '--format', 'xml'], '--format: "xml"', 'Known:'],
    [['a.race.ts', '-o', 'report.txt'], '--output "report.txt"', '.json, .csv'],
  ])('%j', async (args, problem, remedy) => {
    const { code, stdout, stderr } = await explore(project(), ...args);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    const [complaint, hint, ...others] = stderr.split('\n');
    expect(complaint).toContain(problem);
    expect(hint).toContain(remedy);
    expect(others).toEqual(['']);
  });
});

test('the report becomes annotations and a summary on GitHub Actions', async () => {
  const cwd = caseProject({ 'racy.race.ts': racy('racy') });
  const summary = join(cwd, 'summary.md');
  const env = {
    RACE_LAB_URL: serverUrl(),
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
  };
  const { stderr } = await callIn(cwd, ['explore', ...rules('held')], env);
  expect(stderr).toMatch(
    /^::error title=race-lab explore racy%3A racy%3A held::expected held, found broken%0A.*%0ARe/,
  );
  expect(stderr).toContain('%0Arace-lab replay ./racy.race.ts --schedule A');
  expect(readFileSync(summary, 'utf8')).toMatch(/^### race-lab explore: racy\n/);
});
