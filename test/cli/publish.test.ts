import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import type { EnvironmentError } from '../../src/errors.js';
import { publish, type OutputFlags, type Rendering } from '../../src/cli/publish.js';
import type { ExpectationResult } from '../../src/model.js';
import type { Failable } from '../../src/report/document/failure.js';
import { refusal } from '../plan/toys.js';
import { recorder, type CallResult } from './harness.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Report {
  readonly interruption?: string | null;
  readonly results?: readonly Failable[];
  readonly expectations: readonly ExpectationResult[];
}

const reporterOf = (name: string) => (report: Report) =>
  `${name} of ${report.expectations.length}\n`;
const formats = {
  table: reporterOf('table'),
  json: reporterOf('json'),
  csv: reporterOf('csv'),
  markdown: reporterOf('markdown'),
  junit: reporterOf('junit'),
  html: (report: Report) => Promise.resolve(reporterOf('html')(report)),
};
const rendering = { formats, suites: () => [] };

interface Circumstances {
  readonly rendered?: Rendering<Report>;
  readonly left?: EnvironmentError | null;
  /** Whether stdout and stderr are terminals. */
  readonly terminals?: readonly [boolean, boolean];
}

async function publishing(
  report: Report,
  flags: OutputFlags = {},
  { rendered = rendering, left = null, terminals = [false, false] }: Circumstances = {},
): Promise<CallResult> {
  const [stdout, stderr] = [recorder(terminals[0]), recorder(terminals[1])];
  const surroundings = { stdout, stderr, env: {}, signal: new AbortController().signal };
  const code = await publish(flags, rendered, surroundings, async (reported) => {
    await reported(report);
    return { report, left };
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const judged = (...met: readonly (boolean | null)[]): readonly ExpectationResult[] =>
  met.map((each) => ({ rule: 'held', subject: 'naive', met: each, actual: null }));

describe('the exit code', () => {
  test.each([
    [0, []],
    [0, [true, true]],
    [1, [true, false]],
    [3, [true, null]],
    // A rule that is not met takes precedence over one that could not be judged.
    [1, [null, false, true]],
  ])('%i for %j', async (code, met) => {
    const expectations = judged(...met);
    const ended = { code, stdout: `table of ${met.length}\n`, stderr: '' };
    expect(await publishing({ expectations })).toStrictEqual(ended);
    expect(await publishing({ expectations, interruption: null })).toStrictEqual(ended);
  });

  test('4 for an interrupted report, whatever was expected, after the report is printed', async () => {
    const report = { interruption: 'the server went away', expectations: judged(false, null) };
    expect(await publishing(report)).toStrictEqual({
      code: 4,
      stdout: 'table of 2\n',
      stderr: 'race-lab: the server went away\n',
    });
  });
});

describe('the report of a strategy that failed', () => {
  const failed = { strategy: 'a', failure: { message: 'a is wrong', hint: 'Fix it.' } };
  const fine = { strategy: 'b', failure: null };

  test('is followed by its error on stderr and exit 4, whatever was expected', async () => {
    for (const met of [[true], [false], [null]]) {
      const report = { expectations: judged(...met), results: [failed, fine] };
      expect(await publishing(report)).toStrictEqual({
        code: 4,
        stdout: 'table of 1\n',
        stderr: 'race-lab: a is wrong\n  Fix it.\n',
      });
    }
  });

  test.each<[readonly [boolean, boolean], OutputFlags, boolean, string]>([
    [[true, true], {}, false, ''],
    [[true, true], {}, true, 'race-lab: a is wrong\n  Fix it.\n'],
    [[true, true], { json: true }, false, 'race-lab: a is wrong\n  Fix it.\n'],
    [[false, true], {}, false, 'race-lab: a is wrong\n  Fix it.\n'],
    [[true, false], {}, false, 'race-lab: a is wrong\n  Fix it.\n'],
  ])(
    'a table on the same terminal says it once: %j, %j, empty %j',
    async (terminals, flags, empty, stderr) => {
      const report = { expectations: [], results: [failed, fine] };
      const rendered = { ...rendering, isEmpty: () => empty };
      const ended = await publishing(report, flags, { rendered, terminals });
      expect(ended).toMatchObject({ code: 4, stderr });
    },
  );

  test('a strategy that did not fail changes nothing', async () => {
    const report = { expectations: judged(null), results: [fine] };
    expect(await publishing(report)).toMatchObject({ code: 3, stderr: '' });
  });

  test('omits an empty table, but no other format', async () => {
    const report = { expectations: [], results: [failed] };
    const empty = { ...rendering, isEmpty: () => true };
    expect(await publishing(report, {}, { rendered: empty })).toMatchObject({
      code: 4,
      stdout: '',
    });
    const json = await publishing(report, { json: true }, { rendered: empty });
    expect(json).toMatchObject({ code: 4, stdout: 'json of 0\n' });
  });
});

test('writes files and stdout in different formats', async () => {
  const output = ['x.json', 'x.csv', 'x.md', 'x.xml'].map((name) => join(scratch, name));
  const report = { expectations: judged(false) };
  const { code, stdout } = await publishing(report, { format: 'markdown', output });
  expect({ code, stdout }).toStrictEqual({ code: 1, stdout: 'markdown of 1\n' });
  const texts = output.map((path) => readFileSync(path, 'utf8'));
  expect(texts).toStrictEqual(['json of 1\n', 'csv of 1\n', 'markdown of 1\n', 'junit of 1\n']);
});

test('--json selects the JSON format', async () => {
  const report = { expectations: [] };
  for (const flags of [{ json: true }, { format: 'json' }, { json: true, format: 'json' }]) {
    expect((await publishing(report, flags)).stdout).toBe('json of 0\n');
  }
});

describe('the work', () => {
  const file = join(scratch, 'new.json');
  const work = () => Promise.reject(new Error('begun'));
  const begin = (flags: OutputFlags) => {
    const surroundings = { stdout: recorder(), stderr: recorder(), env: {} };
    const { signal } = new AbortController();
    return publish<Report>(flags, rendering, { ...surroundings, signal }, work);
  };

  test.each<[OutputFlags, string]>([
    [{ format: 'xml', output: [file] }, '--format'],
    [{ json: true, format: 'csv', output: [file] }, '--json'],
    [{ output: [file, 'x.txt'] }, '--output'],
  ])('does not begin with %j', async (flags, flag) => {
    const error: unknown = await begin(flags).catch((reason: unknown) => reason);
    const { message } = refusal(() => {
      throw error;
    });
    expect(message).toContain(flag);
    expect(existsSync(file)).toBe(false);
  });

  test('leaves no new file when it fails', async () => {
    await expect(begin({ output: [file] })).rejects.toThrow('begun');
    expect(existsSync(file)).toBe(false);
  });
});
