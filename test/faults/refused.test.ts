/** An existing server that refuses. Each case has one clear message, and leaves nothing behind. */
import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { Session } from '../../src/database/session.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { labSchemas, openSession, testServer } from '../support/sessions.js';
import { call } from '../cli/harness.js';

const suffix = randomBytes(4).toString('hex');
const role = { poor: `poor_${suffix}`, few: `few_${suffix}`, guarded: `guarded_${suffix}` };

let administrator: Session;

beforeAll(async () => {
  administrator = await Session.open(testServer(), null);
  await administrator.script(`create role ${role.poor} login`);
  await administrator.script(`create role ${role.few} login connection limit 3`);
  await administrator.script(`create role ${role.guarded} login password 'right'`);
  await administrator.script(`grant create on database postgres to ${role.few}`);
  await demandPassword();
});

afterAll(async () => {
  await administrator.script(`revoke create on database postgres from ${role.few}`);
  for (const name of Object.values(role)) await administrator.script(`drop role ${name}`);
  await administrator.close();
});

/** Makes the server ask one role for its password. */
async function demandPassword(): Promise<void> {
  const [found] = await administrator.query<{ path: string }>(
    `select current_setting('hba_file') as path`,
  );
  await administrator.script(
    `copy (values ('local all ${role.guarded} scram-sha-256'), ('local all all trust'))
       to '${found?.path ?? ''}'`,
  );
  await administrator.query('select pg_reload_conf()');
  await vi.waitFor(async () => {
    if (await opens(as(role.guarded))) throw new Error('the rule is not in force yet');
  });
}

async function opens(url: string): Promise<boolean> {
  return Session.open({ kind: 'url', url }, null).then(
    (session) => session.close().then(() => true),
    () => false,
  );
}

/** The test server's URL for another role. */
function as(user: string, password = '', name = 'postgres'): string {
  const url = new URL(serverUrl());
  url.username = user;
  url.password = password;
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs against a URL, and checks what all refusals have in common. */
async function refusal(url: string, ...flags: readonly string[]) {
  const before = await labSchemas();
  const ended = await call(['run', '--url', url, ...flags]);
  expect(ended.stdout).toBe('');
  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(/^race-lab: [^\n]+\n {2}[^\n]+\n$/);
  expect(ended.stderr).not.toContain('wrong-secret');
  expect(await labSchemas()).toEqual(before);
  return ended.stderr;
}

test('no server listens on the port', async () => {
  const message = await refusal('postgres://me:wrong-secret@127.0.0.1:1/db');
  expect(message).toContain('cannot connect to me@127.0.0.1:1/db: the connection was refused');
});

test('no server listens on the socket', async () => {
  const message = await refusal('postgres://me@localhost/db?host=/no/such/directory');
  expect(message).toContain('no server listens on that socket');
});

test('the host does not exist', async () => {
  const message = await refusal('postgres://me@no-such-host.invalid/db');
  expect(message).toContain('no-such-host.invalid');
});

test('the password is wrong', async () => {
  const message = await refusal(as(role.guarded, 'wrong-secret'));
  expect(message).toContain('the password was not accepted');
});

test('the server requires a password and none is given', async () => {
  const message = await refusal(as(role.guarded));
  expect(message).toContain('the password was not accepted');
});

test('the role does not exist', async () => {
  expect(await refusal(as(`nobody_${suffix}`))).toContain(`nobody_${suffix}`);
});

test('the database does not exist', async () => {
  const message = await refusal(as(role.few, '', `none_${suffix}`));
  expect(message).toContain(`database "none_${suffix}" does not exist`);
});

test('the role may not create a schema', async () => {
  const message = await refusal(as(role.poor), '--workers', '2');
  expect(message).toContain('may not create a schema');
  expect(message).toContain('grant create on database');
});

test('the server has fewer connections than the run needs', async () => {
  const message = await refusal(serverUrl(), '--workers', '1000');
  expect(message).toMatch(/allows 210 connections, \d+ are in use/);
  expect(message).toContain('the run needs 1000 more');
  expect(message).toMatch(/--connections \d+/);
});

test('the role may open fewer connections than the run needs', async () => {
  const message = await refusal(as(role.few), '--workers', '10');
  expect(message).toMatch(/\b2 more may be opened/);
});

test('with shared connections, the same role can run', async () => {
  const flags = ['--workers', '10', '--connections', '2', '--strategy', 'atomic'];
  const ended = await raceLab(['run', '--url', as(role.few), ...flags]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});

test('with the right password, it can run', async () => {
  const session = await openSession();
  await session.script(`grant create on database postgres to ${role.guarded}`);
  const url = as(role.guarded, 'right');
  const ended = await call(['run', '--url', url, '--workers', '2', '--strategy', 'atomic']);
  await session.script(`revoke create on database postgres from ${role.guarded}`);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});
