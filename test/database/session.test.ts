import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';

import { describe, expect, onTestFinished, test } from 'vitest';

import { PATIENCE } from '../../src/database/patience.js';
import { SessionLost } from '../../src/database/session-lost.js';
import { Session } from '../../src/database/session.js';
import type { Statement } from '../../src/database/statement.js';
import { serverUrl } from '../support/server.js';
import { openSession, terminate, testServer } from '../support/sessions.js';

const statement = (kind: Statement['kind'], sql: string): Statement => ({
  kind,
  sql,
  parameters: [],
});
const begin = statement('begin', 'begin');
const commit = statement('commit', 'commit');
const read = statement('read', 'select 1 as one');
const write = statement('write', 'create temporary table scratch ()');

async function lossOf(session: Session, sent: Statement): Promise<SessionLost> {
  const error: unknown = await session.send(sent).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SessionLost) return error;
  throw new Error('the session was not lost', { cause: error });
}

describe('a session sets, overriding the server, the role and the URL,', () => {
  test.each([
    ['application_name', 'race-lab'],
    ['default_transaction_isolation', 'read committed'],
    ['statement_timeout', '0'],
    ['lock_timeout', '0'],
    ['jit', 'off'],
    ['enable_seqscan', 'off'],
    ['DateStyle', 'ISO, MDY'],
    ['TimeZone', 'UTC'],
    ['idle_session_timeout', '0'],
    ['transaction_timeout', '0'],
    ['plan_cache_mode', 'auto'],
    ['session_replication_role', 'origin'],
  ])('%s = %s', async (name, value) => {
    const target = testServer();
    if (target.kind !== 'url') throw new Error('expected a URL');
    const url = new URL(target.url);
    url.searchParams.set('default_transaction_isolation', 'serializable');
    url.searchParams.set('lock_timeout', '5');
    url.searchParams.set('statement_timeout', '60000');
    url.searchParams.set('jit', 'on');
    url.searchParams.set('DateStyle', 'German, DMY');
    url.searchParams.set('TimeZone', 'Asia/Kolkata');
    url.searchParams.set('idle_session_timeout', '60000');
    url.searchParams.set('transaction_timeout', '60000');
    url.searchParams.set('plan_cache_mode', 'force_custom_plan');
    url.searchParams.set('session_replication_role', 'replica');
    // In a connection URI a plus sign does not mean a space.
    const session = await openSession({ kind: 'url', url: url.href.replaceAll('+', '%20') });
    const [row] = await session.query<{ value: string }>('select current_setting($1) as value', [
      name,
    ]);
    expect(row?.value).toBe(value);
  });

  test('the schema, even if the URL names another one', async () => {
    const target = testServer();
    if (target.kind !== 'url') throw new Error('expected a URL');
    const url = new URL(target.url);
    url.searchParams.set('search_path', 'public');
    const session = await Session.open({ kind: 'url', url: url.href }, 'pg_catalog');
    const [row] = await session.query<{ schema: string }>('select current_schema() as schema');
    await session.close();
    expect(row?.schema).toBe('pg_catalog');
  });
});

test('names of another schema, and a short statement_timeout, do not affect the first statements', async () => {
  const administrator = await openSession();
  const suffix = randomBytes(4).toString('hex');
  await administrator.script(
    `create schema evil_${suffix};
     create function evil_${suffix}.pg_backend_pid() returns integer language sql as 'select 1';
     create function evil_${suffix}.set_config(text, text, boolean) returns text language sql as 'select $1';
     create role odd_${suffix} login;
     grant usage on schema evil_${suffix} to odd_${suffix};
     alter role odd_${suffix} set search_path = evil_${suffix}, pg_catalog;
     alter role odd_${suffix} set statement_timeout = 40`,
  );
  const url = new URL(serverUrl());
  url.username = `odd_${suffix}`;
  const session = await openSession({ kind: 'url', url: url.href });
  const [row] = await session.query<{ pid: number; jit: string }>(
    `select pg_catalog.pg_backend_pid() as pid, current_setting('jit') as jit
       from pg_catalog.pg_sleep(0.06)`,
  );
  await session.close();
  await administrator.script(`drop schema evil_${suffix} cascade; drop role odd_${suffix}`);
  expect(row).toEqual({ pid: session.pid, jit: 'off' });
});

test('whole numbers come back as numbers', async () => {
  const session = await openSession();
  const rows = await session.query('select 9007199254740991::bigint as big, 1::integer as small');
  expect(rows).toEqual([{ big: Number.MAX_SAFE_INTEGER, small: 1 }]);
});

describe('a session that the server ended', () => {
  test('does not reconnect: later statements are rejected', async () => {
    const session = await openSession();
    await session.send(begin);
    await terminate(session.pid);
    await lossOf(session, write);
    expect(session.lost).toBe(true);
    expect(await lossOf(session, read)).toMatchObject({ committing: false, isLate: false });
  });

  // The statement sleeps, so the session ends while it is under way.
  const busy = (kind: Statement['kind']) => statement(kind, 'select pg_sleep(60)');

  test.each([
    { what: 'a COMMIT', before: [begin], sent: busy('commit'), committing: true },
    { what: 'a write of its own', before: [], sent: busy('write'), committing: true },
    { what: 'SQL of an unknown kind', before: [], sent: busy('other'), committing: true },
    { what: 'a read', before: [], sent: busy('read'), committing: false },
    { what: 'a write in a transaction', before: [begin], sent: busy('write'), committing: false },
    { what: 'a ROLLBACK', before: [begin], sent: busy('rollback'), committing: false },
    {
      what: 'a write after a transaction',
      before: [begin, commit],
      sent: busy('write'),
      committing: true,
    },
  ])('$what under way may have committed: $committing', async ({ before, sent, committing }) => {
    const session = await openSession();
    for (const earlier of before) await session.send(earlier);
    const loss = lossOf(session, sent);
    await terminate(session.pid);
    expect((await loss).committing).toBe(committing);
  });
});

test('a session that has not answered in time is lost, also for later statements', async () => {
  const patience = { ...PATIENCE, answerMs: 50 };
  const session = await Session.open(testServer(), null, { patience });
  onTestFinished(() => session.close());
  await expect(session.query('select pg_sleep(60)')).rejects.toMatchObject({
    isLate: true,
    reason: 'the server has not answered for 0.05 s',
  });
  expect((await lossOf(session, read)).isLate).toBe(true);
});

test('closing a session ends its statement under way', async () => {
  const session = await openSession();
  const loss = lossOf(session, statement('read', 'select pg_sleep(60)'));
  await session.close();
  expect((await loss).committing).toBe(false);
});

test('connecting to a peer that accepts and closes fails', { timeout: 30_000 }, async () => {
  const peer = createServer((socket) => socket.destroy());
  await new Promise<void>((listening) => {
    peer.listen(0, '127.0.0.1', listening);
  });
  onTestFinished(() => void peer.close());
  const address = peer.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const url = `postgres://me@127.0.0.1:${port}/db`;
  await expect(Session.open({ kind: 'url', url }, null)).rejects.toMatchObject({
    code: 'CLOSED_EARLY',
  });
});
