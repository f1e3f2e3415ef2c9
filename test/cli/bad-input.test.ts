import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { raceLab, type Ended } from '../support/command.js';
import { call, REFUSED_URL } from './harness.js';
import type { Misuse } from './misuse.js';
import { misuses } from './misuses.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
/** An embedded server would be made from a template in here: as long as it is not there, none was. */
const RACE_LAB_CACHE = join(scratch, 'cache');

afterAll(() => rmSync(scratch, { recursive: true }));

const title = ({ args }: Misuse) => args.map((word) => JSON.stringify(word.slice(0, 40))).join(' ');
const titled = misuses.map((misuse) => [title(misuse), misuse] as const);

/** What a refusal lacks: nothing, when it is as it should be. */
function faults({ code, stdout, stderr }: Ended, { names, remedy = '' }: Misuse): string[] {
  const [complaint = '', hint = '', ...more] = stderr.split('\n');
  const requirements: Readonly<Record<string, boolean>> = {
    'exits 2': code === 2,
    'prints nothing on stdout': stdout === '',
    'says who complains': /^race-lab: \S/.test(complaint),
    'names what is wrong': names.every((name) => complaint.includes(name)),
    'offers a remedy': /^ {2}\S.*[.?]$/.test(hint) && hint.includes(remedy),
    // No stack, no help text, no second opinion.
    'says no more': more.join('') === '' && more.length === 1,
    'keeps the password': !stderr.includes('hunter2'),
    'starts no server': !existsSync(RACE_LAB_CACHE),
  };
  const missed = Object.keys(requirements).filter((name) => !requirements[name]);
  return missed.length === 0 ? [] : [...missed, stderr];
}

test('the table has no row twice', () => {
  const titles = misuses.map(({ args }) => args.join('\0'));
  expect(titles).toHaveLength(new Set(titles).size);
});

test.each(titled)('refuses %s', async (_title, misuse) => {
  expect(faults(await call(misuse.args, { RACE_LAB_CACHE }), misuse)).toStrictEqual([]);
});

describe.concurrent('spawned', () => {
  // One for each place where a refusal comes from.
  const chosen = [
    'zzz',
    '-z',
    'run --strategy',
    'run -s for-updat',
    'run --expect p98<5',
    'run --url nowhere',
    'explain for-updat',
    'replay --schedule AB1B',
  ];
  const rows = chosen.flatMap((line) => misuses.filter(({ args }) => args.join(' ') === line));

  test('every chosen line but one is of the table', () => {
    // `-z` stands for a flag without a command.
    expect(rows).toHaveLength(chosen.length - 1);
  });

  const spawned: readonly Misuse[] = [...rows, { args: ['-z'], names: ["'-z'"] }];
  test.each(spawned.map((misuse) => [title(misuse), misuse] as const))('%s', async (_t, misuse) => {
    expect(faults(await raceLab(misuse.args, { env: { RACE_LAB_CACHE } }), misuse)).toStrictEqual(
      [],
    );
  });

  test('a wrong flag is found before the server is asked', async () => {
    const args = ['run', '--url', REFUSED_URL];
    expect(await raceLab(args)).toMatchObject({ code: 4, stdout: '' });
    const refused = await raceLab([...args, '--workers', '0']);
    expect(faults(refused, { args, names: ['--workers'] })).toStrictEqual([]);
  });

  test('no command at all: help, on stderr', async () => {
    const { code, stdout, stderr } = await raceLab([]);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: race-lab /);
    expect(stderr).toContain('compare');
  });
});

describe('addresses', () => {
  test.each(['run', 'compare', 'explore', 'replay --schedule AB', 'doctor'])(
    'RACE_LAB_URL is refused by name (%s)',
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
    ['explore', '--max-switches', secret],
    ['replay', '--schedule', secret],
    ['replay', '--schedule', `AB${secret}`],
    ['help', secret],
  ])('a password in the wrong place is not repeated: %j %j %j', async (...args) => {
    const { code, stdout, stderr } = await call(args, { RACE_LAB_CACHE });
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^race-lab: /);
    expect(stderr).not.toContain('hunter2');
  });

  test('an address without a password is repeated as it is', async () => {
    const { stderr } = await call(['run', '--strategy', 'postgres://db.example:5432/lab']);
    expect(stderr).toContain('"postgres://db.example:5432/lab"');
  });
});

describe('a strategy that is named twice', () => {
  const SAID = 'race-lab: --strategy names';

  test.each([
    [['-s', 'naive,naive'], 'naive'],
    [['-s', 'naive', '-s', 'mutex,naive'], 'naive'],
    [['-s', './none.ts,none.ts'], 'none.ts'],
  ])('is said: %j', async (args, name) => {
    const { stderr } = await call(['run', ...args, '--url', REFUSED_URL]);
    expect(stderr.split('\n')[0]).toBe(`${SAID} ${name} more than once: each counts once`);
  });

  test.each([['all,naive'], ['naive,mutex'], ['naive']])(
    'and %s names none twice',
    async (names) => {
      const { stderr } = await call(['run', '-s', names, '--url', REFUSED_URL]);
      expect(stderr).not.toContain(SAID);
    },
  );
});
