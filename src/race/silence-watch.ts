import type { LabDatabase } from '../database/lab-database.js';
import { SessionLost } from '../database/session-lost.js';
import { readWaits, type Wait } from '../database/waits.js';
import { printable } from '../text/wrap.js';
import type { RaceEnvironment } from './environment.js';

const EVERY_MS = 1_000;
/** So long nothing at all may happen before the server is asked why. */
const QUIET_MS = 5_000;

/** What is watched. */
interface SilenceOptions {
  readonly database: Pick<
    LabDatabase,
    'control' | 'pids' | 'signsOfLife' | 'silentPids' | 'giveUp'
  >;
  readonly environment: Pick<RaceEnvironment, 'schedule'>;
  /** Called when the race cannot go on. @param reason a clause; null: the server is lost */
  readonly giveUp: (reason: string | null) => void;
}

/**
 * Ends a race in which nothing happens any more for a reason that is not the strategy's: the server
 * does not answer, its answers do not arrive, or a session of somebody else is in the way.
 * @returns stops the watch
 */
export function watchSilence({ database, environment, giveUp }: SilenceOptions): () => void {
  let isStopped = false;
  let signs = database.signsOfLife();
  let quietMs = 0;
  let before: ReadonlySet<number> = new Set();
  let cancelTimer = () => {};
  const look = async () => {
    const now = database.signsOfLife();
    quietMs = now === signs ? quietMs + EVERY_MS : 0;
    signs = now;
    if (quietMs >= QUIET_MS) await findOutsiders(database, giveUp);
    const silent = new Set(database.silentPids());
    const dead = await notAtWork(database, silent);
    // Its answer may have been on its way when it was asked.
    database.giveUp(new Set([...dead].filter((pid) => before.has(pid))));
    before = dead;
  };
  const wait = () => {
    if (isStopped) return;
    cancelTimer = environment.schedule(EVERY_MS, () => {
      look().then(wait, (error: unknown) => {
        if (!(error instanceof SessionLost)) throw error;
        giveUp(null);
      });
    });
  };
  wait();
  return () => {
    isStopped = true;
    cancelTimer();
  };
}

async function findOutsiders(
  database: SilenceOptions['database'],
  giveUp: SilenceOptions['giveUp'],
): Promise<void> {
  const ours = new Set(database.pids());
  const waits = await readWaits(database.control, [...ours]);
  const outsiders = new Set(
    waits.flatMap(({ blockedBy }) => blockedBy).filter((pid) => !ours.has(pid)),
  );
  if (outsiders.size === 0) return;
  const holders = await readWaits(database.control, [...outsiders]);
  giveUp(`${tell(holders)} holds a lock that the workers wait for`);
}

/** Those of them for which the server does nothing. */
async function notAtWork(
  { control }: SilenceOptions['database'],
  pids: ReadonlySet<number>,
): Promise<ReadonlySet<number>> {
  if (pids.size === 0) return pids;
  const waits = await readWaits(control, [...pids]);
  const working = new Set(waits.filter(isAtWork).map(({ pid }) => pid));
  return new Set([...pids].filter((pid) => !working.has(pid)));
}

const isAtWork = ({ state }: Wait): boolean => state === 'active' || state === 'unknown';

/** A transaction that was prepared has no process. */
function tell(holders: readonly Wait[]): string {
  if (holders.length === 0) return 'a prepared transaction';
  const each = holders.map(
    ({ pid, state, statement }) => `${pid} (${state}: ${printable(statement)})`,
  );
  return `server process ${each.join(' and ')}, which is none of ours,`;
}
