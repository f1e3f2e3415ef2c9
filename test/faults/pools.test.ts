/** A connection pool in front of the server. race-lab must not affect its other clients. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Session } from '../../src/database/session.js';
import { call } from '../cli/harness.js';
import { startPool, type Pool } from '../support/pool.js';
import { labSchemas, testServer } from '../support/sessions.js';

let pool: Pool;

const COMMANDS = [
  'doctor',
  'run --workers 3 --operations 4',
  'compare --strategy naive,atomic --workers 3 --operations 2 --rounds 1',
  'explore',
  'replay --schedule ABBA',
  'explain naive',
];

describe('a pool that gives each transaction another server session', () => {
  beforeAll(async () => {
    pool = await startPool(testServer(), 'transaction');
  });
  afterAll(() => pool.close());

  /** The settings that another client of the pool sees. */
  async function settings(): Promise<object | undefined> {
    const client = await Session.begin({ kind: 'url', url: pool.url });
    const [row] = await client.query(
      `select current_setting('search_path') as path, current_setting('enable_seqscan') as scans,
              current_setting('application_name') as name, current_setting('lock_timeout') as locks,
              current_setting('timezone') as zone, current_setting('jit') as jit`,
    );
    await client.close();
    return row;
  }

  test.each(COMMANDS)(
    'is refused by %s, which changes no setting and creates nothing',
    async (command) => {
      const [before, schemas] = [await settings(), await labSchemas()];
      const { code, stdout, stderr } = await call([...command.split(' '), '--url', pool.url]);
      expect(code).toBe(4);
      const told = `${stdout}${stderr}`.replaceAll(/\s+/g, ' ');
      expect(told).toContain(
        'is a connection pool that gives each transaction another server session',
      );
      expect(told).toContain("Use the server's own port in --url, or a pool in session mode.");
      expect(await settings()).toEqual(before);
      expect(await labSchemas()).toEqual(schemas);
    },
  );
});

describe('a pool in session mode', () => {
  beforeAll(async () => {
    pool = await startPool(testServer(), 'session');
  });
  afterAll(() => pool.close());

  test.each(COMMANDS)('works with %s', async (command) => {
    const args = command === 'explore' ? ['explore', '--strategy', 'naive'] : command.split(' ');
    const { code, stderr } = await call([...args, '--url', pool.url]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('that leads to one database only is refused for cases, and nothing there is touched', async () => {
    const the = 'test/cases/32-save-whole-row.race.ts';
    const { code, stderr } = await call(['explore', the, '--url', pool.url]);
    expect(stderr).toContain('whatever database is asked for');
    expect(code).toBe(4);
  });
});
