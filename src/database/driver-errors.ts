/** Reads the driver's errors. */
import postgres from 'postgres';

/**
 * Whether the session is gone: the server ended it, or the driver or the system lost it. Other
 * errors of the driver are about the statement, and leave the session as it was.
 */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) {
    return error.severity === 'FATAL' || error.severity === 'PANIC';
  }
  if (typeof error === 'object' && error !== null && 'errno' in error && 'syscall' in error) {
    return true;
  }
  return errorCode(error)?.startsWith('CONNECTION_') === true;
}

/**
 * The pids of the backends of a deadlock, read from the error's detail. Each waited for the next, and the
 * last for the first. Null for all other errors.
 */
export function deadlockCycle(error: unknown): readonly number[] | null {
  if (!(error instanceof postgres.PostgresError) || error.code !== DEADLOCK_DETECTED) return null;
  // One line for each, in the server's language: "Process 12 waits for …; blocked by process 34."
  const lines = (error.detail ?? '').split('\n');
  return lines.flatMap((line) => Number(/\d+/.exec(line)?.[0] ?? Number.NaN));
}

const DEADLOCK_DETECTED = '40P01';

/** The SQLSTATE of an error from the server, or the code of one from the driver or the system. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
