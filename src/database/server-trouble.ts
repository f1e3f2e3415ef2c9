/** Messages about a server that is lost or has run out of resources. */
import { EnvironmentError } from '../errors.js';
import type { LabDatabase } from './lab-database.js';
import { sqlstateIn } from './error-chain.js';

/** @param when for example `in the middle of the race` @returns a sentence */
export function serverLost(database: Pick<LabDatabase, 'lastWords'>, when: string): string {
  const words = database.lastWords();
  const log = words === null ? '' : ` Its log says: ${words}.`;
  return `The server was lost ${when}.${log}`;
}

/** SQLSTATE classes 53, insufficient resources, and 58, system errors. (Manual, appendix A) */
const OUT_OF_RESOURCES = /^(53|58)/;
const DISK_FULL = '53100';

/** Explains an error of race-lab's own statements when the server has run out of resources; else null. */
export function serverTrouble(error: unknown, isEmbedded: boolean): EnvironmentError | null {
  const code = sqlstateIn(error);
  if (code === undefined || !OUT_OF_RESOURCES.test(code)) return null;
  const said = error instanceof Error ? error.message : String(error);
  const what = code === DISK_FULL ? "the server's disk is full" : 'the server could not continue';
  const room = isEmbedded
    ? 'Free disk space where its files are, or set TMPDIR to another directory.'
    : 'Free disk space on the server, and try again.';
  return new EnvironmentError(`${what}: ${said} (${code})`, {
    code: code === DISK_FULL ? 'DISK_FULL' : 'SERVER_FAILED',
    hint: room,
    cause: error,
  });
}
