import { connectionFailure } from './connection-failure.js';
import type { ConnectionTarget } from './driver.js';
import { Session } from './session.js';

/**
 * Opens a session of a run.
 * @param schema null: none yet
 * @param remedy what to do when the server has too few connections; a complete sentence
 * @throws {EnvironmentError} when the server refuses
 */
export async function openSession(
  target: ConnectionTarget,
  schema: string | null,
  remedy: string,
): Promise<Session> {
  try {
    return await Session.open(target, schema);
  } catch (error) {
    throw connectionFailure(error, target, remedy);
  }
}
