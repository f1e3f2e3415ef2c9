import type { LabDatabase } from '../database/lab-database.js';
import { serverLost } from '../database/server-trouble.js';
import { SessionLost } from '../database/session-lost.js';
import { untilAborted } from '../database/until-aborted.js';
import { sentenceOf, StrategyDefect } from '../errors.js';
import type { History, RunPlan, Strategy } from '../model.js';
import { workersOf } from '../plan/spread.js';
import { remakeChanged } from './account-table.js';
import { ProcessDied, type Crew } from './crew.js';
import type { RaceEnvironment } from './environment.js';
import { LocalCrew } from './local-crew.js';
import { ProcessCrew } from './processes/crew.js';
import { raceRound, type RoundOptions } from './round.js';

/** Everything that was recorded, and why the race ended early, if it did. */
export interface RaceOutcome {
  /** By strategy, in the order of the plan; each with one history per round that was run. */
  readonly histories: ReadonlyMap<string, readonly History[]>;
  /** The defects of strategies whose code is wrong, by strategy name. */
  readonly failures: ReadonlyMap<string, StrategyDefect>;
  /** A sentence when a connection, the server or a process was lost during the race; else null. */
  readonly interruption: string | null;
}

/**
 * Races the strategies of a plan, their rounds interleaved (A B C A B C), always on the same sessions. After
 * a strategy failed, the race continues without it on new sessions.
 * @throws the signal's reason when the race is aborted
 */
export async function race(
  plan: RunPlan,
  database: LabDatabase,
  environment: RaceEnvironment,
): Promise<RaceOutcome> {
  return untilAborted(database, environment.signal, () =>
    new Race(plan, database, environment).run(),
  );
}

class Race {
  readonly #plan: RunPlan;
  readonly #database: LabDatabase;
  readonly #environment: RaceEnvironment;
  readonly #histories: ReadonlyMap<string, History[]>;
  readonly #failures = new Map<string, StrategyDefect>();
  /** Undefined until it is needed. */
  #crew: Crew | undefined;

  constructor(plan: RunPlan, database: LabDatabase, environment: RaceEnvironment) {
    this.#plan = plan;
    this.#database = database;
    this.#environment = environment;
    this.#histories = new Map(plan.strategies.map(({ name }) => [name, []]));
  }

  async run(): Promise<RaceOutcome> {
    const interruption = await this.#interrupted();
    return { histories: this.#histories, failures: this.#failures, interruption };
  }

  /** @returns why the race ended early, in a sentence; null: it did not */
  async #interrupted(): Promise<string | null> {
    try {
      return (await this.#raceRounds()) ?? (await this.#finish());
    } catch (error) {
      this.#environment.signal.throwIfAborted();
      const all = [...this.#histories.values()].flat();
      // Reports the finished rounds instead of throwing, if there are any.
      const known = await this.#database.explain(error);
      if (known === null || all.length + this.#failures.size === 0) throw known ?? error;
      return sentenceOf(known);
    }
  }

  async #raceRounds(): Promise<string | null> {
    for (let round = 1; round <= this.#plan.rounds; round += 1) {
      for (const strategy of this.#plan.strategies) {
        const interruption = await this.#raceOnce(strategy, round);
        if (interruption !== null) return interruption;
      }
    }
    return null;
  }

  /** Races one strategy for one round, unless it fails in this round or failed in an earlier one. */
  async #raceOnce(strategy: Strategy, round: number): Promise<string | null> {
    while (!this.#failures.has(strategy.name)) {
      this.#crew ??= await assemble(this.#plan, this.#database, this.#environment);
      const leg = { ...this.#parts(this.#crew), strategy, round };
      const raced = await unlessLost(raceRound(leg));
      this.#environment.signal.throwIfAborted();
      // An earlier strategy may send a late statement in this round. Then this round is raced again.
      if (raced instanceof StrategyDefect) await this.#fail(raced);
      else if (raced instanceof Error) return lostIn(leg, raced);
      else return this.#record(raced, leg);
    }
    return null;
  }

  #parts(crew: Crew): Omit<RoundOptions, 'strategy' | 'round'> {
    return { plan: this.#plan, database: this.#database, environment: this.#environment, crew };
  }

  #record(history: History, leg: RoundOptions): string | null {
    this.#histories.get(leg.strategy.name)?.push(history);
    if (!history.final) return lostIn(leg);
    const { lost, all } = leg.crew.sessions();
    return lost > 0 ? lostSome(lost, all, leg) : null;
  }

  /** Records the defect, and ends the strategy's sessions before the next strategy begins. */
  async #fail(defect: StrategyDefect): Promise<void> {
    this.#failures.set(defect.strategy, defect);
    const crew = this.#crew;
    this.#crew = undefined;
    await crew?.disband();
    await remakeChanged(this.#database, defect);
  }

  async #finish(): Promise<string | null> {
    try {
      return this.#crew === undefined ? null : await endOf(this.#crew);
    } catch (error) {
      if (!(error instanceof StrategyDefect)) throw error;
      await this.#fail(error);
      return null;
    }
  }
}

/** @returns a sentence about a process that died after the race, when all records are complete; else null */
async function endOf(crew: Crew): Promise<string | null> {
  try {
    await crew.finish();
    return null;
  } catch (error) {
    if (error instanceof ProcessDied) return `${error.template.message} after the race.`;
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

/** Returns the error instead of throwing it when a session or a process was lost, or the strategy failed. */
async function unlessLost(
  history: Promise<History>,
): Promise<History | SessionLost | ProcessDied | StrategyDefect> {
  try {
    return await history;
  } catch (error) {
    if (error instanceof SessionLost || error instanceof ProcessDied) return error;
    if (error instanceof StrategyDefect) return error;
    throw error;
  }
}

function lostIn(leg: RoundOptions, error?: SessionLost | ProcessDied): string {
  if (error instanceof ProcessDied) {
    return `${error.template.message} in the middle of the race (${legOf(leg)}); the others were stopped.`;
  }
  if (error !== undefined && !leg.database.control.lost) {
    return `A connection was lost in the middle of the race (${legOf(leg)}): ${error.reason}.`;
  }
  return serverLost(leg.database, `in the middle of the race (${legOf(leg)})`);
}

function lostSome(lost: number, all: number, leg: RoundOptions): string {
  return `${lost} of ${all} connections were lost in the middle of the race (${legOf(leg)}).`;
}

function legOf({ plan, strategy: { name }, round }: RoundOptions): string {
  return plan.rounds > 1 ? `round ${round} of ${name}` : name;
}
