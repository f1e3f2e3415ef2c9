/** What is told when the server itself is in trouble. */
import { EnvironmentError } from '../errors.js';
import type { LabDatabase } from './lab-database.js';
import { sqlstateIn } from './error-chain.js';

/** @param when such as `in the middle of the race`; @returns a sentence */
export function serverLost(database: Pick<LabDatabase, 'lastWords'>, when: string): string {
  const words = database.lastWords();
  const log = words === null ? '' : ` Its log says: ${words}.`;
  return `The server was lost ${when}.${log}`;
}

/** Insufficient resources, and errors of the server's own system. (Manual, appendix A) */
const OUT_OF_RESOURCES = /^(53|58)/;
const DISK_FULL = '53100';

/** What a statement of the lab's own met, when that is trouble of the server; null for all else. */
export function serverTrouble(error: unknown, isEmbedded: boolean): EnvironmentError | null {
  const code = sqlstateIn(error);
  if (code === undefined || !OUT_OF_RESOURCES.test(code)) return null;
  const said = error instanceof Error ? error.message : String(error);
  const what = code === DISK_FULL ? "the server's disk is full" : 'the server could not go on';
  const room = isEmbedded
    ? 'Make room where its files are; TMPDIR moves them.'
    : 'Make room on the server, and try again.';
  return new EnvironmentError(`${what}: ${said} (${code})`, {
    code: code === DISK_FULL ? 'DISK_FULL' : 'SERVER_FAILED',
    hint: room,
    cause: error,
  });
}
