import { readFileSync } from 'node:fs';

import { EnvironmentError } from '../errors.js';
import { option } from '../text/option.js';

/**
 * Files that are open at once before there is a connection: Node.js reads the modules of a package all
 * at the same time, and Kysely has almost 300.
 */
const FOR_MODULES = 320;
/** What is open beside the connections of a run: pipes, the server's socket, what Node.js has itself. */
const BESIDE_CONNECTIONS = 60;

/**
 * @param connections that will be open at once, when all is loaded
 * @param limit how many files may be open; left out: as the system says
 * @throws {EnvironmentError} when that is too few
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
 * The limit of this process. Node.js has raised it as far as it may; so only a limit that is hard
 * for us is found. (getrlimit(2), RLIMIT_NOFILE)
 * @returns infinity when there is none, or nobody knows
 */
function openFilesLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return numberOf(/^Max open files\s+(\S+)/m.exec(limits)?.[1]);
  } catch {
    // Not on Linux, where it takes longer to ask.
    const { userLimits } = reported();
    return numberOf(userLimits?.open_files?.soft);
  }
}

/** Such as `unlimited`. */
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
