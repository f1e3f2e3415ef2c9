import type { ConnectionTarget } from './address.js';
import { connectionFailure } from './connection-failure.js';
import { requireOwnSession } from './pooling.js';
import type { SessionOptions } from './opening.js';
import { Session } from './session.js';

/**
 * Opens a session of a run.
 * @param schema null: none yet
 * @param remedy what to do when the server has too few connections; a complete sentence
 * @throws {EnvironmentError} when the server refuses
 * @throws the signal's reason
 */
export async function openSession(
  target: ConnectionTarget,
  schema: string | null,
  remedy: string,
  options: SessionOptions = {},
): Promise<Session> {
  try {
    return await Session.open(target, schema, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw connectionFailure(error, target, remedy);
  }
}

/**
 * Opens the first session of a run. It changes no setting before it has checked that no pool shares the
 * session.
 * @throws {EnvironmentError} when the server refuses, or a pool shares its server sessions between clients
 * @throws the signal's reason
 */
export async function openControl(
  target: ConnectionTarget,
  options: SessionOptions = {},
): Promise<Session> {
  try {
    const session = await Session.begin(target, options);
    try {
      await requireOwnSession(session, target, options);
      await session.pin(null, options.lockMs);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    throw connectionFailure(error, target);
  }
}
