/** A role that may create databases, and is no superuser, as applications have. */
import { openSession } from './sessions.js';
import { serverUrl } from './server.js';

const NAME = 'app';

/** The address of the server for that role, which is created when there is none. */
export async function appUrl(): Promise<string> {
  const session = await openSession();
  await session.script(
    `do $$ begin create role ${NAME} login createdb; exception when duplicate_object then end $$`,
  );
  const url = new URL(serverUrl());
  url.username = NAME;
  return url.href;
}
