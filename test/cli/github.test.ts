import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { tellGitHub } from '../../src/cli/github.js';
import { annotations } from '../../src/report/annotations.js';
import { command } from '../../src/report/document/parts.js';
import { raceSuite } from '../../src/report/document/race/suite.js';
import { linesOnly, type Case, type Suite } from '../../src/report/document/suite/suite.js';
import { broken, fullReport, reportOf, witness } from '../report/document/race/fixtures.js';
import { serverUrl } from '../support/server.js';
import { call, parsed, recorder } from './harness.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
const summary = join(scratch, 'summary.md');
afterEach(() => rmSync(summary, { force: true }));
afterAll(() => rmSync(scratch, { recursive: true }));

const suiteOf = (changed: Partial<Case>): Suite => ({
  name: 'a suite',
  classname: 'race-lab',
  properties: [],
  cases: [
    {
      name: 'naive: held',
      status: 'not met',
      finding: 'expected held, found broken',
      evidence: linesOnly(),
      seconds: 0,
      ...changed,
    },
  ],
});

/** Decodes annotations like the runner: the title and message of each. */
function asShown(text: string): { title: string; message: string }[] {
  const decoded = (escaped: string) =>
    decodeURIComponent(escaped.replaceAll(/%(?!25|0D|0A|3A|2C)/g, '%25'));
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, title, message] = /^::error title=([^:,]*)::(.*)$/.exec(line) ?? [];
      if (title === undefined || message === undefined) throw new Error(`no command: ${line}`);
      return { title: decoded(title), message: decoded(message) };
    });
}

describe('annotations', () => {
  test('contain one for each expectation that was not met or not judged', () => {
    const [unmet, unjudged, ...others] = asShown(annotations([raceSuite(fullReport())]));
    expect(others).toStrictEqual([]);
    expect(unmet?.title).toBe('race-lab run withdraw: naive: lost-updates=0');
    expect(unjudged?.title).toBe('race-lab run withdraw: advisory-lock: lost-updates=0');
    const lines = unmet?.message.split('\n') ?? [];
    expect(lines[0]).toBe('expected lost-updates=0, found 979');
    expect(lines).toEqual(expect.arrayContaining([...witness.sentences]));
    expect(lines.at(-1)).toMatch(/^race-lab run --strategy naive --seed 42/);
  });

  test('contain none for a case that was met or only noted', () => {
    expect(annotations([suiteOf({ status: 'met' }), suiteOf({ status: 'noted' })])).toBe('');
    expect(annotations([raceSuite(reportOf([broken('naive')]))])).toBe('');
  });

  test('contain one for work that ended early', () => {
    const suite = raceSuite(reportOf([], { interruption: 'The server went away.' }));
    expect(annotations([suite])).toBe(
      '::error title=race-lab run withdraw%3A runs to its end::The server went away.\n',
    );
  });

  test('escape text that the runner would read as syntax', () => {
    const name = 'a: 100%, b::c%0A\r\nd';
    expect(asShown(annotations([suiteOf({ name, finding: name })]))).toStrictEqual([
      { title: `a suite: ${name}`, message: name },
    ]);
    expect(annotations([suiteOf({ name, finding: name })])).toBe(
      '::error title=a suite%3A a%3A 100%25%2C b%3A%3Ac%250A%0D%0Ad::a: 100%25, b::c%250A%0D%0Ad\n',
    );
  });

  test('shorten long evidence, but not the command', () => {
    const lines = Array.from({ length: 200 }, (_, i) => `Sentence ${i}: ${'x'.repeat(50)}`);
    const evidence = { ...linesOnly(...lines), command: command('Race it again', 'race-lab run') };
    const [shown] = asShown(annotations([suiteOf({ evidence })]));
    expect(shown?.message.length).toBeLessThanOrEqual(4_096);
    expect(shown?.message).toContain('Sentence 30');
    expect(shown?.message).toMatch(/\n…\nRace it again:\nrace-lab run$/);
  });
});

describe('the summary of a step', () => {
  async function tell(env: Readonly<Record<string, string>>, text: string): Promise<string> {
    const stderr = recorder();
    await tellGitHub([suiteOf({})], () => text, { stderr, env });
    return stderr.text;
  }
  const onGitHub = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const MIB = 1_024 * 1_024;

  test('grows with each command', async () => {
    await tell(onGitHub, '### one\n');
    await tell(onGitHub, '### two\n');
    expect(readFileSync(summary, 'utf8')).toBe('### one\n\n### two\n');
  });

  test.each([[{}], [{ GITHUB_ACTIONS: 'false', GITHUB_STEP_SUMMARY: summary }]])(
    'does not change outside GitHub Actions: %j',
    async (env) => {
      writeFileSync(summary, '');
      expect(await tell(env, 'text')).toBe('');
      expect(readFileSync(summary, 'utf8')).toBe('');
    },
  );

  test('accepts text up to exactly the limit', async () => {
    writeFileSync(summary, 'x'.repeat(MIB - 5));
    expect(await tell(onGitHub, 'äö')).not.toContain('race-lab: ');
    expect(readFileSync(summary)).toHaveLength(MIB);
  });

  test('never exceeds the limit of GitHub, and says so', async () => {
    writeFileSync(summary, 'x'.repeat(MIB - 5));
    expect(await tell(onGitHub, 'äöü')).toContain(
      'race-lab: GITHUB_STEP_SUMMARY could not be written: it is longer than the limit of GitHub',
    );
    expect(readFileSync(summary)).toHaveLength(MIB - 5);
    rmSync(summary);
    expect(await tell(onGitHub, 'x'.repeat(MIB + 1))).toContain('longer');
    expect(readFileSync(summary, 'utf8')).toContain('`--output report.md`');
  });

  test('that cannot be written causes only a message', async () => {
    const env = { ...onGitHub, GITHUB_STEP_SUMMARY: join(scratch, 'nowhere', 'summary.md') };
    expect(await tell(env, 'text')).toMatch(
      /\nrace-lab: GITHUB_STEP_SUMMARY could not be written: no such file or directory\n$/,
    );
  });
});

test('a run on GitHub Actions needs no flag, and stdout stays JSON', async () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const work = ['--workers', '1', '--operations', '2', '--url', serverUrl()];
  const rules = ['--expect', 'held', '--expect', 'failed>0', '--expect', 'failed=0'];
  const { code, stdout, stderr } = await call(['run', ...work, ...rules, '--json'], env);
  expect(code).toBe(1);
  expect(parsed(stdout).expectations).toHaveLength(3);
  expect(asShown(stderr).map(({ title }) => title)).toStrictEqual([
    'race-lab run withdraw: naive: held',
    'race-lab run withdraw: naive: failed>0',
  ]);
  expect(readFileSync(summary, 'utf8')).toMatch(/^### race-lab: withdraw\n[^]*\n\| naive \| incon/);
});
