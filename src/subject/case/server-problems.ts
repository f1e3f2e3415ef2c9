/** Problems of a case with the server, while the server itself is well. */
import type { CaseServer } from '../../database/case-server.js';
import { errorsIn } from '../../database/error-chain.js';
import { SessionLost } from '../../database/session-lost.js';
import type { CaseDefect } from '../../errors.js';
import { patienceMs } from '../../gate/deadlock-timeout.js';
import type { Case } from '../../model.js';
import { propertyDefect } from './defects.js';

/** How long the workers of a case may make no progress, in milliseconds. */
export const casePatienceMs = (
  { patience: { codeMs } }: CaseServer,
  deadlockTimeoutMs: number | null,
): number =>
  deadlockTimeoutMs === null ? codeMs : Math.max(codeMs, patienceMs(deadlockTimeoutMs));

/** Whether a statement of race-lab itself waits for a lock in the database of a case. */
export const isBlockedSession = (error: unknown): boolean =>
  [...errorsIn(error)].some((each) => each instanceof SessionLost && each.isLate);

/** The defect when race-lab's session with the case's database was lost; null: the error is another one. */
export function sessionDefect(the: Case, error: unknown): CaseDefect | null {
  const lost = [...errorsIn(error)].find((each) => each instanceof SessionLost);
  if (!(lost instanceof SessionLost)) return null;
  const { isLate, reason } = lost;
  return propertyDefect(
    the,
    isLate
      ? `a statement of race-lab itself waits in the database of the case: ${reason}`
      : `the server ended a session of race-lab itself with the database of the case: ${reason}`,
    isLate
      ? 'Look for a lock that is kept on a connection that does not lead through the url.'
      : 'Look for pg_terminate_backend() in the code of a worker, or for another program that uses it.',
    error,
  );
}
