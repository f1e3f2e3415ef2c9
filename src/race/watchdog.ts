import type { LabDatabase } from '../database/lab-database.js';
import { readWaits, type Wait } from '../database/waits.js';
import { EnvironmentError } from '../errors.js';
import { clearTimeout, setTimeout } from '../own-timers.js';
import { printable } from '../text/wrap.js';
import { option } from '../text/option.js';

/** How many waits a message lists. It only counts further ones. */
const LISTED = 10;

/**
 * Gives up on a run that hangs. After the timeout it asks the server what every session waits for, and passes
 * an error with the answer to `giveUp`.
 * @returns a function that stops the watch
 */
export function watch(
  database: LabDatabase,
  timeoutMs: number,
  giveUp: (error: EnvironmentError) => void,
): () => void {
  const timer = setTimeout(() => {
    void describeHang(database, timeoutMs).then(giveUp);
  }, timeoutMs);
  return () => clearTimeout(timer);
}

/** How long the server may take to say what its sessions wait for. */
const ANSWER_MS = 5_000;

async function describeHang(database: LabDatabase, timeoutMs: number): Promise<EnvironmentError> {
  const waits = await Promise.race([
    askServer(database),
    new Promise<null>((resolve) => setTimeout(resolve, ANSWER_MS, null).unref()),
  ]);
  const lines =
    waits === null ? ['The server did not say what its sessions wait for.'] : tell(waits);
  return new EnvironmentError(
    [`the run did not end within ${timeoutMs / 1000} s (${option('timeout')})`, ...lines].join(
      '\n  ',
    ),
    {
      code: 'TIMED_OUT',
      option: 'timeout',
      hint: `Raise ${option('timeout')}, or lower ${option('workers')}, ${option('operations')}, ${option('think')} or ${option('timeLimit')}.`,
    },
  );
}

async function askServer(database: LabDatabase): Promise<readonly Wait[] | null> {
  try {
    return await readWaits(database.control, database.pids());
  } catch {
    return null;
  }
}

function tell(waits: readonly Wait[]): string[] {
  const busy = waits.filter(({ state }) => state !== 'idle');
  const lines = busy.slice(0, LISTED).map((wait) => {
    const blocked = wait.blockedBy.length > 0 ? ` (held by ${wait.blockedBy.join(', ')})` : '';
    return `session ${wait.pid}: ${wait.state}, waits for ${wait.waitsFor ?? 'nothing'}${blocked}: ${printable(wait.statement)}`;
  });
  if (busy.length > LISTED) lines.push(`and ${busy.length - LISTED} more sessions`);
  if (busy.length === 0)
    lines.push('No session has a statement under way: the workers wait in the application.');
  return lines;
}
