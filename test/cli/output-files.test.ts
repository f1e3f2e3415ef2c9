import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { raceLab, type CommandResult } from '../support/command.js';
import { call, parsed, REFUSED_URL } from './harness.js';
import { readJunit } from '../support/junit/read.js';
import { serverUrl } from '../support/server.js';
import { cellsOf } from './formats.js';
import { inShell } from './shell.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
let count = 0;
let directory = '';
const file = (name: string) => join(directory, name);

beforeEach(() => {
  directory = join(scratch, String((count += 1)));
  mkdirSync(directory);
});
afterAll(() => rmSync(scratch, { recursive: true }));

const small = ['--url', serverUrl(), '--workers', '4', '--operations', '3'];

describe('a file that cannot be written', () => {
  const makers: readonly (readonly [string, () => string, RegExp])[] = [
    ['in a directory that is missing', () => file('none/x.json'), /no such file or directory/],
    ['that is a directory', () => (mkdirSync(file('d.json')), file('d.json')), /directory/],
    ['below a file', () => (writeFileSync(file('f'), ''), file('f/x.csv')), /not a directory/],
    ['with an unknown ending', () => file('x.txt'), /ending/],
    ['without an ending', () => file('report'), /ending/],
    ['with only an ending', () => file('.json'), /ending/],
    ['without a name', () => '', /ending/],
  ];

  test.each(makers)('%s: exit 2, before a server is started', async (_what, make, reason) => {
    const path = make();
    const before = readdirSync(directory);
    const cache = file('cache');
    const { code, stdout, stderr } = await call(['run', '-o', file('good.csv'), '-o', path], {
      RACE_LAB_CACHE: cache,
    });
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^race-lab: --output ".*\n {2}\S.*\.\n$/);
    expect(stderr).toContain(JSON.stringify(path));
    expect(stderr).toMatch(reason);
    // Neither a server template nor the valid file was created.
    expect(readdirSync(directory)).toStrictEqual(before);
  });

  test.each([
    ['as a process', 'run', raceLab],
    ['here', 'explore -s naive', call],
    ['here', 'replay --schedule ABAB', call],
  ])(
    '%s (%s): exit 2, no stack',
    async (_where, line, lab: (args: readonly string[]) => Promise<CommandResult>) => {
      const args = [...line.split(' '), '-o', file('none/x.json')];
      const { code, stdout, stderr } = await lab(args);
      expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
      expect(stderr).not.toContain('    at ');
      expect(stderr.split('\n')).toHaveLength(3);
    },
  );
});

describe('a command that fails', () => {
  const commands = ['run', 'explore -s naive', 'replay --schedule ABAB'];

  test.each(commands)(
    'does not change an existing file, and leaves no new one (%s)',
    async (line) => {
      writeFileSync(file('old.json'), 'precious');
      const outputs = ['-o', file('old.json'), '-o', file('new.md')];
      const args = [...line.split(' '), '--url', REFUSED_URL, ...outputs];
      const { code, stdout, stderr } = await call(args);
      expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
      expect(stderr).toContain('alice@127.0.0.1:1/nowhere');
      expect(stderr).not.toContain('hunter2');
      expect(readFileSync(file('old.json'), 'utf8')).toBe('precious');
      expect(existsSync(file('new.md'))).toBe(false);
    },
  );
});

describe('a run that ends', () => {
  test('writes the same results in every format', async () => {
    writeFileSync(file('r.json'), 'x'.repeat(100_000));
    const outputs = ['r.json', 'r.csv', 'r.md', 'r.xml'].flatMap((name) => ['-o', file(name)]);
    const args = ['run', ...small, '-s', 'for-update,atomic', '--json', ...outputs];
    const { code, stdout, stderr } = await raceLab(args);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(readFileSync(file('r.json'), 'utf8')).toBe(stdout);

    const { results } = parsed(stdout);
    const rows = cellsOf(readFileSync(file('r.csv'), 'utf8'));
    expect(rows.map(({ strategy }) => strategy)).toStrictEqual(['for-update', 'atomic']);
    for (const [index, result] of results.entries()) {
      const { p50, p90, p99 } = result.latencyMs;
      const { committed, refused, attempted } = result.operations;
      const { finalBalance, lostUpdates, violations, throughput, verdict, reason } = result;
      const figures = { committed, refused, attempted, finalBalance, lostUpdates, violations };
      const expected = { ...figures, p50, p90, p99, throughput, verdict, reason };
      for (const [key, value] of Object.entries(expected)) {
        expect(rows[index]?.[key]).toBe(String(value));
      }
    }
    const markdown = readFileSync(file('r.md'), 'utf8');
    expect(markdown).toContain(`seed ${parsed(stdout).plan.seed}`);
    expect(markdown).toMatch(/^\| for-update \| held \| 0 \| 0 \|/m);
    expect(markdown).toMatch(/^\| atomic \| held \| 0 \| 0 \|/m);
    const [suite] = readJunit(readFileSync(file('r.xml'), 'utf8'));
    expect(suite?.cases.map(({ name }) => name)).toStrictEqual(['for-update', 'atomic']);
    expect(suite?.properties['seed']).toBe(`${parsed(stdout).plan.seed}`);
  });

  test('writes files and stdout in different formats', async () => {
    const outputs = ['--format', 'csv', '-o', file('R.JSON')];
    const { code, stdout } = await call(['run', ...small, ...outputs]);
    const [row] = cellsOf(stdout);
    const [result] = parsed(readFileSync(file('R.JSON'), 'utf8')).results;
    expect(code).toBe(0);
    expect(row?.['finalBalance']).toBe(String(result?.finalBalance));
  });

  test('accepts a file that is named twice', async () => {
    const args = ['run', ...small, '--json', '-o', file('r.json'), '-o', file('r.json')];
    const { code, stdout } = await call(args);
    expect(code).toBe(0);
    expect(readFileSync(file('r.json'), 'utf8')).toBe(stdout);
  });
});

describe('a file that fails at the end', () => {
  test('on a full disk: the report is on stdout, other files are written, exit 4', async () => {
    symlinkSync('/dev/full', file('full.json'));
    const outputs = ['-o', file('full.json'), '-o', file('r.csv')];
    const { code, stdout, stderr } = await call(['run', ...small, '--json', ...outputs]);
    expect(code).toBe(4);
    expect(parsed(stdout).results).toHaveLength(1);
    expect(cellsOf(readFileSync(file('r.csv'), 'utf8'))).toHaveLength(1);
    expect(stderr).toMatch(/^race-lab: --output ".*full\.json" .*no space left.*\n {2}\S.*\.\n$/);
  });

  test('past the size limit: no partial new file remains', async () => {
    const command = ['run', ...small, '--format', 'csv', '-o', file('r.json')];
    // Blocks of 512 or 1024 bytes: less than a report in JSON, more than one in CSV.
    const { stdout, stderr } = await inShell('ulimit -f 1; "$@" | cat', command);
    expect(cellsOf(stdout)).toHaveLength(1);
    expect(stderr).toMatch(/r\.json" could not be written/);
    expect(existsSync(file('r.json'))).toBe(false);
  });
});

test('refuses a read-only file, except as root', async () => {
  writeFileSync(file('r.json'), 'precious');
  chmodSync(file('r.json'), 0o444);
  const { code } = await call(['run', ...small, '-o', file('r.json')]);
  expect(code).toBe(process.getuid?.() === 0 ? 0 : 2);
  expect(readFileSync(file('r.json'), 'utf8') === 'precious').toBe(code === 2);
});
