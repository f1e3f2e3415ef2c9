import type { LabDatabase } from '../database/database.js';
import { SessionLost } from '../database/session.js';
import { untilAborted } from '../database/until-aborted.js';
import type { History, RunPlan } from '../model.js';
import { workersOf } from '../plan/spread.js';
import { ProcessDied, type Crew } from './crew.js';
import type { RaceEnvironment } from './environment.js';
import { LocalCrew } from './local-crew.js';
import { ProcessCrew } from './processes/crew.js';
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
    const crew = await assemble(plan, database, environment);
    return raceRounds(plan, database, crew, environment);
  });
}

async function raceRounds(
  plan: RunPlan,
  database: LabDatabase,
  crew: Crew,
  environment: RaceEnvironment,
): Promise<RaceOutcome> {
  const histories = new Map<string, History[]>(plan.strategies.map(({ name }) => [name, []]));
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const strategy of plan.strategies) {
      const leg = { plan, strategy, round, database, crew, environment };
      const raced = await unlessLost(raceRound(leg));
      environment.signal.throwIfAborted();
      if (raced instanceof Error) return { histories, interruption: lostIn(leg, raced) };
      histories.get(strategy.name)?.push(raced);
      if (!raced.final) return { histories, interruption: lostIn(leg) };
      const { lost, all } = crew.sessions();
      if (lost > 0) return { histories, interruption: lostSome(lost, all, leg) };
    }
  }
  return { histories, interruption: await endOf(crew) };
}

/** @returns what happened when all was recorded: a process that died then takes nothing away */
async function endOf(crew: Crew): Promise<string | null> {
  try {
    await crew.finish();
    return null;
  } catch (error) {
    if (error instanceof ProcessDied) return `${error.message} after the race.`;
    throw error;
  }
}

/** The workers: in this process, or in several. */
async function assemble(
  plan: RunPlan,
  database: LabDatabase,
  environment: RaceEnvironment,
): Promise<Crew> {
  if (plan.processes > 1) return ProcessCrew.start(plan, database, environment);
  const sessions = await database.openSessions(plan.connections ?? plan.workers);
  const numbers = workersOf(1, plan);
  return new LocalCrew(plan, numbers, sessions, environment, database);
}

/** An error when the server, or a process of ours, was lost before there was a race to speak of. */
async function unlessLost(history: Promise<History>): Promise<History | SessionLost | ProcessDied> {
  try {
    return await history;
  } catch (error) {
    if (error instanceof SessionLost || error instanceof ProcessDied) return error;
    throw error;
  }
}

function lostIn(leg: RoundOptions, error?: SessionLost | ProcessDied): string {
  if (error instanceof ProcessDied) {
    return `${error.message} in the middle of the race (${legOf(leg)}); the others were stopped.`;
  }
  return `The server was lost in the middle of the race (${legOf(leg)}).`;
}

function lostSome(lost: number, all: number, leg: RoundOptions): string {
  return `${lost} of ${all} connections were lost in the middle of the race (${legOf(leg)}).`;
}

function legOf({ plan, strategy: { name }, round }: RoundOptions): string {
  return plan.rounds > 1 ? `round ${round} of ${name}` : name;
}
