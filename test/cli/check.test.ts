import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { start } from '../support/command.js';
import { readJunit } from '../support/junit/read.js';
import { serverUrl } from '../support/server.js';
import { REFUSED_URL, call, type CallResult } from './harness.js';
import { scratch, project, check, MET, configOf } from './check-config.js';

const UNMET = `'no schedule breaks it': { explore: { strategy: ['naive', 'atomic'], expect: 'held' } }`;

const INCONCLUSIVE = `alone: { run: { workers: 1, operations: 2, expect: 'held' } }`;

const NOWHERE = `nowhere: { run: { url: '${REFUSED_URL}', expect: 'held' } }`;

afterAll(() => rmSync(scratch, { recursive: true }));

describe('three experiments: met, unmet and inconclusive', () => {
  const cwd = project('race-lab.config.ts', configOf(MET, UNMET, INCONCLUSIVE));
  const outputs = ['r.xml', 'r.json', 'r.md', 'r.csv'];
  let ended: CallResult;
  beforeAll(async () => {
    ended = await check(
      cwd,
      outputs.flatMap((name) => ['-o', name]),
    );
  });
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');

  test('exit with 1, and print a line for each, the witness and a total', () => {
    const { code, stdout, stderr } = ended;
    expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
    expect(stdout.split('\n').slice(0, 5)).toStrictEqual([
      expect.stringMatching(/^ok {10}nothing is lost +[\d.]+ m?s$/),
      expect.stringMatching(/^NOT MET {5}no schedule breaks it +[\d.]+ m?s$/),
      '              held NOT MET (naive: broken)',
      expect.stringMatching(/^not judged {2}alone +[\d.]+ m?s$/),
      '              held not judged (naive: inconclusive)',
    ]);
    expect(stdout).toMatch(/^ {4}race-lab replay --strategy naive --schedule ABBA/m);
    expect(stdout).toMatch(/\n3 experiments in .*: 1 ok, 1 not judged, 1 NOT MET\n$/);
  });

  test('write a JUnit file that its schema accepts', () => {
    const suites = readJunit(read('r.xml'));
    expect(suites).toMatchObject([
      {
        name: 'nothing is lost',
        counts: [2, 0, 0, 0],
        cases: [{ name: 'for-update: held' }, { name: 'for-update: failed=0' }],
      },
      {
        name: 'no schedule breaks it',
        counts: [2, 1, 0, 0],
        cases: [
          { name: 'naive: held', outcome: 'failure: expected held, found broken' },
          { name: 'atomic: held', outcome: null },
        ],
      },
      {
        name: 'alone',
        counts: [1, 0, 1, 0],
        cases: [{ outcome: 'error: could not judge held: inconclusive' }],
      },
    ]);
    expect(suites[1]?.cases[0]?.text).toMatch(/^► /m);
  });

  test('write the same results to the other files', () => {
    const report: unknown = JSON.parse(read('r.json'));
    expect(report).toMatchObject({ experiments: [{ met: true }, { met: false }, { met: null }] });
    expect(read('r.md')).toMatch(/^\| no schedule breaks it \| NOT MET \|/m);
    expect(read('r.csv')).toMatch(/^alone,run,held,naive,,inconclusive,\d+,$/m);
  });
});

describe('the exit code is that of the worst experiment', () => {
  test.each([
    [0, [MET]],
    [3, [MET, INCONCLUSIVE]],
    [4, [NOWHERE, INCONCLUSIVE]],
  ])('%i', async (code, experiments) => {
    const cwd = project('race-lab.config.mjs', configOf(...experiments));
    const ended = await check(cwd);
    expect(ended.code).toBe(code);
    expect(ended.stdout).not.toContain('hunter2');
  });

  test('4 for a server that is not reachable, and later experiments are still checked', async () => {
    const cwd = project('race-lab.config.js', configOf(NOWHERE, UNMET));
    const { code, stdout, stderr } = await check(cwd, ['--json', '-o', 'r.xml']);
    expect(code).toBe(4);
    expect(stderr).toBe(
      'race-lab: 1 of 2 experiments could not be carried out to the end: "nowhere"\n',
    );
    const report: unknown = JSON.parse(stdout);
    const message = expect.stringContaining('alice@127.0.0.1:1/nowhere');
    expect(report).toMatchObject({
      experiments: [{ met: null, report: null, failure: { message } }, { met: false }],
    });
    const suites = readJunit(readFileSync(join(cwd, 'r.xml'), 'utf8'));
    expect(suites.map(({ counts }) => counts)).toStrictEqual([
      [2, 0, 2, 0],
      [2, 1, 0, 0],
    ]);
  });
});

describe('before anything runs', () => {
  test('neither a config nor a case is wrong usage', async () => {
    const { code, stdout, stderr } = await check(project('other.ts', configOf(MET)));
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^race-lab: there is nothing to check here: neither a config \(race-lab\.config\.ts, .*\n {2}Name a config/,
    );
  });

  const wrong =
    '{"experiments": {"a": {"run": {"expect": "held"}}, "b": {"run": {"expect": "hold"}}}}';
  test.each<[string, string, string, readonly string[], string]>([
    ['invalid JSON', 'a.json', '{\n  experiments: {}\n}', [], 'a.json: line 2, column 3'],
    ['an error in a later experiment', 'a.json', wrong, [], 'experiment "b": expect: "hold"'],
    ['an unknown experiment', 'a.ts', configOf(MET), ['--only', 'x'], '--only: no experiment'],
    ['two files', 'a.ts', '', ['b.ts'], 'too many arguments'],
    ['an unknown format', 'a.ts', configOf(MET), ['--format', 'xml'], '--format: "xml"'],
    ['a file that cannot be written', 'a.ts', configOf(MET), ['-o', 'a.txt'], '--output "a.txt"'],
  ])('%s is wrong usage', async (_, name, config, args, expected) => {
    const file = join(project(name, config), name);
    const { code, stdout, stderr } = await call(['check', file, ...args]);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^race-lab: .*\n {2}\S[^]*\n$/);
  });
});

test('keeps the results of the experiments that ended before an interruption', async () => {
  const endless = `endless: { run: { duration: '1m', expect: 'held' } }`;
  const cwd = project('race-lab.config.ts', configOf(UNMET, endless));
  const env = { RACE_LAB_URL: serverUrl() };
  const { process, ended } = start(['check'], { cwd, env });
  process.stdout.once('data', () => process.kill('SIGINT'));
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(130);
  expect(stdout).toContain('NOT MET     no schedule breaks it');
  expect(stderr).toBe(
    'race-lab: interrupted after 1 of 2 experiments; no more was reported, and everything it started is gone\n',
  );
});

test('prints a check command for a strategy that only the config defines', async () => {
  const own = `strategy: { ...naive, name: 'mine' }, expect: 'held'`;
  const cwd = project(
    'own config.ts',
    `import { strategies } from 'race-lab';
     const [naive] = strategies;
     const experiments = { "it's raced": { run: { ${own} } }, explored: { explore: { ${own} } },
       named: { explore: { strategy: 'naive', expect: 'held' } } };
     export default { experiments };`,
  );
  const { code, stdout } = await check(cwd, ['own config.ts', '-o', 'r.xml', '-o', 'r.md']);
  expect(code).toBe(1);
  const raced = String.raw`race-lab check 'own config.ts' --only 'it'\''s raced'`;
  const explored = `race-lab check 'own config.ts' --only explored`;
  const texts = [stdout, ...['r.xml', 'r.md'].map((name) => readFileSync(join(cwd, name), 'utf8'))];
  for (const text of texts.map((each) => each.replaceAll('&apos;', "'"))) {
    expect(text).toContain(raced);
    expect(text).toContain(explored);
    expect(text).toContain('race-lab replay --strategy naive --schedule ABBA');
    expect(text).not.toContain('...options');
  }
  expect(stdout).toMatch(/^race-lab explore --strategy naive --url/m);
});

test('checks one experiment of a JSON file', async () => {
  const experiments = {
    first: { run: { expect: 'broken' } },
    second: { explore: { strategy: 'atomic', expect: 'held' } },
  };
  const cwd = project('lab.json', JSON.stringify({ experiments }));
  const { code, stdout } = await check(cwd, ['lab.json', '--only', 'SECOND', '--format', 'csv']);
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(1)).toStrictEqual([
    'second,explore,held,atomic,true,held,1,',
    '',
  ]);
});

test('writes annotations and a summary on GitHub Actions', async () => {
  const cwd = project('race-lab.config.ts', configOf(UNMET));
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  const { code, stderr } = await check(cwd, [], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^::error title=no schedule breaks it%3A naive%3A held::expected held, found broken%0A.*\n$/,
  );
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^## race-lab check: /);
});
