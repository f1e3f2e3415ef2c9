import type { LabDatabase } from '../database/database.js';
import { SessionLost, type Session } from '../database/session.js';
import { SessionPool } from '../database/session-pool.js';
import { untilAborted } from '../database/until-aborted.js';
import type { History, RunPlan } from '../model.js';
import type { RaceEnvironment } from './environment.js';
import { raceRound, type RoundOptions } from './round.js';

/** Everything that was recorded, and what ended the race early, if something did. */
export interface RaceOutcome {
  /** By strategy, in the order of the plan; each with one history per round that was run. */
  readonly histories: ReadonlyMap<string, readonly History[]>;
  /** A sentence, when the server was lost in mid-race. */
  readonly interruption: string | null;
}

/**
 * Races the strategies of a plan, their rounds interleaved (A B C A B C), on sessions that stay
 * the same throughout.
 * @throws the signal's reason when the race is aborted
 */
export async function race(
  plan: RunPlan,
  database: LabDatabase,
  environment: RaceEnvironment,
): Promise<RaceOutcome> {
  return untilAborted(database, environment.signal, async () => {
    const sessions = await database.openSessions(plan.connections ?? plan.workers);
    return raceRounds(plan, database, sessions, environment);
  });
}

async function raceRounds(
  plan: RunPlan,
  database: LabDatabase,
  sessions: readonly Session[],
  environment: RaceEnvironment,
): Promise<RaceOutcome> {
  const pools = poolsOf(plan, sessions);
  const histories = new Map<string, History[]>(plan.strategies.map(({ name }) => [name, []]));
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const strategy of plan.strategies) {
      const leg = { plan, strategy, round, database, pools, environment };
      const history = await unlessLost(raceRound(leg));
      environment.signal.throwIfAborted();
      if (history) histories.get(strategy.name)?.push(history);
      if (!history?.final) return { histories, interruption: lostIn(leg) };
      const lost = sessions.filter((session) => session.lost).length;
      if (lost > 0) return { histories, interruption: lostSome(lost, sessions.length, leg) };
    }
  }
  return { histories, interruption: null };
}

/** A pool of its own for each worker, or one for all of them. */
function poolsOf(plan: RunPlan, sessions: readonly Session[]): readonly SessionPool[] {
  if (plan.connections === null) return sessions.map((session) => new SessionPool([session]));
  const shared = new SessionPool(sessions);
  return Array.from({ length: plan.workers }, () => shared);
}

/** Null when the server was lost before there was a race to speak of. */
async function unlessLost(history: Promise<History>): Promise<History | null> {
  try {
    return await history;
  } catch (error) {
    if (error instanceof SessionLost) return null;
    throw error;
  }
}

function lostIn(leg: RoundOptions): string {
  return `The server was lost in the middle of the race (${legOf(leg)}).`;
}

function lostSome(lost: number, all: number, leg: RoundOptions): string {
  return `${lost} of ${all} connections were lost in the middle of the race (${legOf(leg)}).`;
}

function legOf({ plan, strategy: { name }, round }: RoundOptions): string {
  return plan.rounds > 1 ? `round ${round} of ${name}` : name;
}
