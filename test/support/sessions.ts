import type { ConnectionTarget } from '../../src/database/address.js';
import { Session } from '../../src/database/session.js';
import { serverUrl } from './server.js';

/** The server of the test run. */
export function testServer(): ConnectionTarget {
  return { kind: 'url', url: serverUrl() };
}

const opened: Session[] = [];

/** Closes what the tests have opened. */
export async function closeSessions(): Promise<void> {
  await Promise.all(opened.splice(0).map((session) => session.close()));
}

/** Opens a session, and closes it after the test. */
export async function openSession(target = testServer()): Promise<Session> {
  const session = await Session.open(target, null);
  opened.push(session);
  return session;
}

/** Ends a session as an administrator would, and waits until it is gone. */
export async function terminate(pid: number): Promise<void> {
  const administrator = await openSession();
  await administrator.query('select pg_terminate_backend($1, 5000)', [pid]);
}

/** The schemas of race-lab that exist on the server now. */
export async function labSchemas(): Promise<string[]> {
  const session = await openSession();
  const rows = await session.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname like 'race\\_lab\\_%' order by 1`,
  );
  return rows.map(({ name }) => name);
}
