import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { raceLab, type CommandResult } from '../support/command.js';
import { call, REFUSED_URL } from './harness.js';
import type { Misuse } from './misuse.js';
import { misuses } from './misuses.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
/** An embedded server would create its template here. While this is missing, no server was started. */
const RACE_LAB_CACHE = join(scratch, 'cache');

afterAll(() => rmSync(scratch, { recursive: true }));

const title = ({ args }: Misuse) => args.map((word) => JSON.stringify(word.slice(0, 40))).join(' ');
const titled = misuses.map((misuse) => [title(misuse), misuse] as const);

/** The requirements that an error message does not meet; empty for a correct one. */
function faults({ code, stdout, stderr }: CommandResult, { names, remedy = '' }: Misuse): string[] {
  const [complaint = '', hint = '', ...more] = stderr.split('\n');
  const requirements: Readonly<Record<string, boolean>> = {
    'exits 2': code === 2,
    'prints nothing on stdout': stdout === '',
    'names the program': /^race-lab: \S/.test(complaint),
    'names what is wrong': names.every((name) => complaint.includes(name)),
    'has a hint': /^ {2}\S.*[.?]$/.test(hint) && hint.includes(remedy),
    // No stack, no help text, no second error.
    'prints nothing else': more.join('') === '' && more.length === 1,
    'hides the password': !stderr.includes('hunter2'),
    'starts no server': !existsSync(RACE_LAB_CACHE),
  };
  const missed = Object.keys(requirements).filter((name) => !requirements[name]);
  return missed.length === 0 ? [] : [...missed, stderr];
}

test('the table has no duplicate rows', () => {
  const titles = misuses.map(({ args }) => args.join('\0'));
  expect(titles).toHaveLength(new Set(titles).size);
});

test.each(titled)('refuses %s', async (_title, misuse) => {
  expect(faults(await call(misuse.args, { RACE_LAB_CACHE }), misuse)).toStrictEqual([]);
});

describe.concurrent('as a process', () => {
  // One that commander refuses, and one that the plan refuses.
  const chosen = ['zzz', '-z', 'run -s for-updat'];
  const rows = chosen.flatMap((line) => misuses.filter(({ args }) => args.join(' ') === line));

  test('every chosen line except one is in the table', () => {
    // `-z` stands for a flag without a command.
    expect(rows).toHaveLength(chosen.length - 1);
  });

  const spawned: readonly Misuse[] = [...rows, { args: ['-z'], names: ["'-z'"] }];
  test.each(spawned.map((misuse) => [title(misuse), misuse] as const))('%s', async (_t, misuse) => {
    expect(faults(await raceLab(misuse.args, { env: { RACE_LAB_CACHE } }), misuse)).toStrictEqual(
      [],
    );
  });

  test('refuses a wrong flag before it connects to the server', async () => {
    const args = ['run', '--url', REFUSED_URL];
    expect(await call(args)).toMatchObject({ code: 4, stdout: '' });
    const refused = await call([...args, '--workers', '0']);
    expect(faults(refused, { args, names: ['--workers'] })).toStrictEqual([]);
  });

  test('prints help on stderr without a command', async () => {
    const { code, stdout, stderr } = await call([]);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: race-lab /);
    expect(stderr).toContain('compare');
  });
});

describe('addresses', () => {
  test.each(['run', 'compare', 'explore -s naive', 'replay --schedule AB', 'doctor'])(
    'a wrong RACE_LAB_URL is refused by its name (%s)',
    async (line) => {
      const RACE_LAB_URL = 'http://alice:hunter2@db.example/';
      const args = line.split(' ');
      const misuse = { args, names: ['RACE_LAB_URL'], remedy: 'postgres://' };
      expect(faults(await call(args, { RACE_LAB_URL, RACE_LAB_CACHE }), misuse)).toStrictEqual([]);
    },
  );

  const secret = 'postgres://alice:hunter2@db.example/lab';
  test.each([
    [secret],
    ['run', secret],
    ['run', '--strategy', secret],
    ['run', '--strategy', `postgres://alice:${'x'.repeat(50)}hunter2@db.example/lab`],
    ['run', '--strategy', 'postgres://alice:hunter2'],
    ['run', '--strategy', 'postgres://alice:hunter2 and/more@db'],
    ['run', '--strategy', 'postgres://db.example/lab?user=alice&password=hunter2'],
    ['run', '--workers', secret],
    ['run', '--output', secret],
    ['run', '--output', `${secret}/x.json`],
    ['run', '--expect', secret],
    ['run', `--urll=${secret}`],
    ['run', '--url', `mysql${secret.slice(8)}`],
    ['run', '--url', `${secret} `.replace('@', '%@')],
    ['explain', secret],
    ['explore', '--strategy', 'naive', '--max-switches', secret],
    ['replay', '--schedule', secret],
    ['replay', '--schedule', `AB${secret}`],
    ['help', secret],
  ])('a password in the wrong place is not printed: %j %j %j', async (...args) => {
    const { code, stdout, stderr } = await call(args, { RACE_LAB_CACHE });
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^race-lab: /);
    expect(stderr).not.toContain('hunter2');
  });

  test('an address without a password is printed unchanged', async () => {
    const { stderr } = await call(['run', '--strategy', 'postgres://db.example:5432/lab']);
    expect(stderr).toContain('"postgres://db.example:5432/lab"');
  });
});

describe('a strategy that is named twice', () => {
  const WARNING = 'race-lab: --strategy names';

  test.each([
    [['-s', 'naive,naive'], 'naive'],
    [['-s', 'naive', '-s', 'mutex,naive'], 'naive'],
    [['-s', './none.ts,none.ts'], 'none.ts'],
  ])('causes a warning: %j', async (args, name) => {
    const { stderr } = await call(['run', ...args, '--url', REFUSED_URL]);
    expect(stderr.split('\n')[0]).toBe(`${WARNING} ${name} more than once: each counts once`);
  });

  test.each([['all,naive'], ['naive,mutex'], ['naive']])('is not found in %s', async (names) => {
    const { stderr } = await call(['run', '-s', names, '--url', REFUSED_URL]);
    expect(stderr).not.toContain(WARNING);
  });
});
