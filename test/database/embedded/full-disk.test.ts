import { readdirSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { fullDisk, fullDiskIn } from '../../../src/database/embedded/full-disk.js';
import { serverTrouble, serverLost } from '../../../src/database/server-trouble.js';
import { EnvironmentError } from '../../../src/errors.js';
import { raceLab } from '../../support/command.js';
import { openSession } from '../../support/sessions.js';
import { SMALL, withFullDisk } from './full-disk.js';

const INITDB = `creating directory /cache/own/template ... ok
initdb: error: could not write file "/cache/own/template/base/1/1255": No space left on device
initdb: removing data directory "/cache/own/template"`;

test.each([
  [
    INITDB,
    'initdb: error: could not write file "/cache/own/template/base/1/1255": No space left on device',
  ],
  [
    `a\ncp: error writing 'data/x': Disk quota exceeded`,
    `cp: error writing 'data/x': Disk quota exceeded`,
  ],
  ['initdb: error: cannot be run as root', null],
])('%j reports a full disk: %j', (said, line) => {
  expect(fullDiskIn(said)).toBe(line);
  expect(fullDisk('initdb failed', said, 'RACE_LAB_CACHE')?.message ?? null).toBe(
    line === null ? null : `initdb failed: the disk is full: ${line}`,
  );
});

describe('a program that finds the disk full', () => {
  const { PATH, cache } = withFullDisk();

  test('while it creates the template is reported, with the variable that moves the cache', async () => {
    const { code, stderr } = await raceLab(SMALL, { env: { PATH, RACE_LAB_CACHE: cache } });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^race-lab: the embedded PostgreSQL could not be copied: the disk is full: cp: error writing .*\n {2}.*RACE_LAB_CACHE/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('an error of a statement of race-lab', () => {
  const raised = async (code: string): Promise<unknown> => {
    const session = await openSession();
    const sql = `do $$ begin raise exception 'no room' using errcode = '${code}'; end $$`;
    return session.script(sql).catch((error: unknown) => error);
  };

  test.each([
    ['53100', "the server's disk is full: no room (53100)"],
    ['53200', 'the server could not continue: no room (53200)'],
    ['58030', 'the server could not continue: no room (58030)'],
  ])('is trouble of the server: %s', async (code, message) => {
    const trouble = serverTrouble(await raised(code), true);
    expect(trouble).toBeInstanceOf(EnvironmentError);
    expect(trouble).toMatchObject({ message, hint: expect.stringContaining('TMPDIR') });
  });

  test('or is not', async () => {
    for (const error of [await raised('42P01'), new Error('no space left on device')]) {
      expect(serverTrouble(error, true)).toBeNull();
    }
  });
});

test('a lost server is reported with the reason from its log', () => {
  const when = 'in the middle of the race (naive)';
  expect(serverLost({ lastWords: () => null }, when)).toBe(`The server was lost ${when}.`);
  expect(serverLost({ lastWords: () => 'PANIC:  no room' }, when)).toBe(
    `The server was lost ${when}. Its log says: PANIC:  no room.`,
  );
});
