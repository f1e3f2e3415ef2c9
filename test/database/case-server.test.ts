/** The errors about the databases of cases, for a role that may not do everything. */
import { randomBytes } from 'node:crypto';

import { expect, onTestFinished, test } from 'vitest';

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
