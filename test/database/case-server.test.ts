/** The databases of cases: how they are copied, and the errors for a role that may not do everything. */
import { randomBytes } from 'node:crypto';

import { expect, onTestFinished, test } from 'vitest';

import { copyingOn } from '../../src/database/case-databases.js';
import { CaseServer } from '../../src/database/case-server.js';
import { Session } from '../../src/database/session.js';
import { serverUrl } from '../support/server.js';
import { openSession, testServer } from '../support/sessions.js';

/** Opens the server as a new role. @param rights such as `createdb` */
async function openAs(rights: string): Promise<CaseServer> {
  const role = `poor_${randomBytes(4).toString('hex')}`;
  const administrator = await Session.open(testServer(), null);
  onTestFinished(async () => {
    await administrator.script(`drop role ${role}`);
    await administrator.close();
  });
  await administrator.script(`create role ${role} login ${rights}`);
  const url = new URL(serverUrl());
  url.username = role;
  return CaseServer.open({ url: url.href });
}

test('a role that may not create a database', async () => {
  const server = await openAs('nocreatedb');
  await expect(server.createDatabase(null)).rejects.toMatchObject({ code: 'DATABASE_NOT_CREATED' });
  await server.close();
});

test('a database that may not be dropped is named, with the statement that drops it', async () => {
  const server = await openAs('createdb');
  const name = await server.createDatabase(null);
  const administrator = await openSession();
  await administrator.script(`alter database ${name} owner to current_user`);
  await expect(server.close()).rejects.toMatchObject({
    code: 'DATABASE_NOT_DROPPED',
    hint: expect.stringContaining(`drop database if exists ${name}`) as unknown,
  });
  await administrator.script(`drop database ${name}`);
});

test('without fsync, a database is copied by its files: none of its pages is written to the WAL', async () => {
  const server = await openAs('createdb');
  onTestFinished(() => server.close());
  const administrator = await openSession();
  const bytesOf = async (work: () => Promise<unknown>): Promise<number> => {
    const [before] = await administrator.query<{ at: string }>('select pg_current_wal_lsn() as at');
    await work();
    const [row] = await administrator.query<{ bytes: number }>(
      'select (pg_current_wal_lsn() - $1::pg_lsn)::float8 as bytes',
      [before?.at ?? ''],
    );
    return row?.bytes ?? NaN;
  };

  expect(server.info.fsync).toBe('off');
  expect(await bytesOf(() => server.createDatabase(null))).toBeLessThan(1_000_000);
  const byPages = () => administrator.script('create database by_pages strategy wal_log');
  expect(await bytesOf(byPages)).toBeGreaterThan(1_000_000);
  await administrator.script('drop database by_pages');
});

test.each([
  ['18.4', 'off', ' strategy file_copy'],
  ['15.0 (Debian 15.0-1)', 'off', ' strategy file_copy'],
  ['18.4', 'on', ''],
  ['14.9', 'off', ''],
])('PostgreSQL %s with fsync %s: "create database …%s"', (version, fsync, clause) => {
  expect(copyingOn({ version, fsync })).toBe(clause);
});
