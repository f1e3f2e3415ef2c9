import { readFileSync } from 'node:fs';

import { EnvironmentError } from '../errors.js';
import { option } from '../text/option.js';

/**
 * Files that are open at once before any connection is opened. Node.js reads all modules of a package at
 * the same time, and Kysely has almost 300.
 */
const FOR_MODULES = 320;
/** Open files beside the connections of a run: pipes, the server's socket, files of Node.js itself. */
const BESIDE_CONNECTIONS = 60;

/**
 * @param connections how many will be open at once, after all modules are loaded
 * @param limit how many files may be open; left out: the limit of this process
 * @throws {EnvironmentError} when the limit is too low
 */
export function requireOpenFiles(connections: number, limit = openFilesLimit()): void {
  const needed = Math.max(FOR_MODULES, connections + BESIDE_CONNECTIONS);
  if (needed <= limit) return;
  const fewer =
    needed === FOR_MODULES
      ? ''
      : `, or have fewer connections: fewer ${option('workers')} or ${option('lanes')}, or ${option('connections')} that workers share`;
  throw new EnvironmentError(`this needs ${needed} open files, and the limit is ${limit}`, {
    code: 'TOO_FEW_OPEN_FILES',
    hint: `Raise it, as with ulimit -n ${needed}${fewer}.`,
  });
}

/**
 * The limit of this process. Node.js has already raised the soft limit to the hard limit.
 * (getrlimit(2), RLIMIT_NOFILE)
 * @returns infinity when there is none, or it is unknown
 */
function openFilesLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return numberOf(/^Max open files\s+(\S+)/m.exec(limits)?.[1]);
  } catch {
    // Not on Linux. The report works everywhere but is slower.
    const { userLimits } = reported();
    return numberOf(userLimits?.open_files?.soft);
  }
}

/** @returns infinity for text such as `unlimited` */
function numberOf(limit: unknown): number {
  const number = Number(limit);
  return Number.isSafeInteger(number) && number > 0 ? number : Number.POSITIVE_INFINITY;
}

interface ProcessReport {
  readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } };
}

function reported(): ProcessReport {
  return process.report.getReport();
}
