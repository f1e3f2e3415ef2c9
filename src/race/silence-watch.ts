import type { LabDatabase } from '../database/lab-database.js';
import { SessionLost } from '../database/session-lost.js';
import { readWaits, type Wait } from '../database/waits.js';
import { printable } from '../text/wrap.js';
import type { RaceEnvironment } from './environment.js';

const EVERY_MS = 1_000;
/** How long no statement may be answered before the watch asks the server why. */
const QUIET_MS = 5_000;

/** The database to watch, and what to do when the race cannot continue. */
interface SilenceOptions {
  readonly database: Pick<
    LabDatabase,
    'control' | 'pids' | 'signsOfLife' | 'silentPids' | 'giveUp'
  >;
  readonly environment: Pick<RaceEnvironment, 'schedule'>;
  /** Called when the race cannot continue. @param reason a clause; null: the server is lost */
  readonly giveUp: (reason: string | null) => void;
}

/**
 * Ends a race that makes no progress for a reason outside the strategy: the server does not answer, its
 * answers do not arrive, or a session of another program holds a lock.
 * @returns a function that stops the watch
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
    // Only backends that were idle at two checks in a row: at one check, the answer may be on its way.
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

/** The backends among them that are idle or gone. */
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

/** Names the holders. A prepared transaction has no backend. */
function tell(holders: readonly Wait[]): string {
  if (holders.length === 0) return 'a prepared transaction';
  const each = holders.map(
    ({ pid, state, statement }) => `${pid} (${state}: ${printable(statement)})`,
  );
  return `server process ${each.join(' and ')}, which does not belong to race-lab,`;
}
