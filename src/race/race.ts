import type { LabDatabase } from '../database/lab-database.js';
import { serverLost } from '../database/server-trouble.js';
import { SessionLost } from '../database/session-lost.js';
import { untilAborted } from '../database/until-aborted.js';
import { sentenceOf, StrategyDefect } from '../errors.js';
import type { History, RunPlan, Strategy } from '../model.js';
import { workersOf } from '../plan/spread.js';
import { remakeChanged } from './account-table.js';
import { ProcessDied, type Crew } from './crew.js';
import type { Progress, RaceEnvironment } from './environment.js';
import { LocalCrew } from './local-crew.js';
import { ProcessCrew } from './processes/crew.js';
import { raceRound, type RoundOptions } from './round.js';

/** Everything that was recorded, and why the race ended early, if it did. */
export interface RaceOutcome extends PointOutcome {
  /** A sentence when a connection, the server or a process was lost during the race; else null. */
  readonly interruption: string | null;
}

/** Everything that was recorded of one plan. */
export interface PointOutcome {
  /** By strategy, in the order of the plan; each with one history per round that was run. */
  readonly histories: ReadonlyMap<string, readonly History[]>;
  /** The defects of strategies whose code is wrong, by strategy name. */
  readonly failures: ReadonlyMap<string, StrategyDefect>;
}

/** One of several plans that are raced in turns. */
export interface RacePoint {
  readonly plan: RunPlan;
  /** Distinguishes its final states in a kept schema: `workers=10`; empty for the only point. */
  readonly label: string;
  readonly progress: Progress;
}

/** What was recorded of each point, in their order. */
export interface TurnsOutcome {
  readonly outcomes: readonly PointOutcome[];
  /** As in {@link RaceOutcome}. */
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
  const point = new Point({ plan, label: '', progress: environment.progress });
  const interruption = await untilAborted(database, environment.signal, () =>
    new Race([point], database, environment).run(),
  );
  return { histories: point.histories, failures: point.failures, interruption };
}

/**
 * Races several plans with the same strategies and number of rounds. Each round races every plan
 * before the next round begins, so that a slow change of the machine does not look like a difference
 * between plans. Each plan has sessions of its own, which are open only while it is raced.
 * @param isInterruption whether an abort for this reason ends the race early with what was recorded
 *   by then
 * @throws the signal's reason when the race is aborted for another reason, or before anything was
 *   recorded
 */
export async function raceInTurns(
  points: readonly RacePoint[],
  database: LabDatabase,
  environment: RaceEnvironment,
  isInterruption: (reason: unknown) => reason is Error,
): Promise<TurnsOutcome> {
  const all = points.map((point) => new Point(point));
  try {
    const interruption = await untilAborted(database, environment.signal, () =>
      new Race(all, database, environment).run(),
    );
    return { outcomes: all, interruption };
  } catch (error) {
    const { aborted, reason } = environment.signal;
    if (!aborted || !isInterruption(reason) || all.every(({ isEmpty }) => isEmpty)) throw error;
    return { outcomes: all, interruption: `The race was ${reason.message}.` };
  }
}

/** A plan, and what was recorded of it so far. */
class Point implements PointOutcome {
  readonly plan: RunPlan;
  readonly label: string;
  readonly progress: Progress;
  readonly histories: ReadonlyMap<string, History[]>;
  readonly failures = new Map<string, StrategyDefect>();

  constructor({ plan, label, progress }: RacePoint) {
    this.plan = plan;
    this.label = label;
    this.progress = progress;
    this.histories = new Map(plan.strategies.map(({ name }) => [name, []]));
  }

  get isEmpty(): boolean {
    const rounds = [...this.histories.values()].flat();
    return rounds.length + this.failures.size === 0;
  }
}

class Race {
  readonly #points: readonly Point[];
  readonly #database: LabDatabase;
  readonly #environment: RaceEnvironment;
  /** Undefined until it is needed. */
  #crew: Crew | undefined;

  constructor(points: readonly Point[], database: LabDatabase, environment: RaceEnvironment) {
    this.#points = points;
    this.#database = database;
    this.#environment = environment;
  }

  /** @returns why the race ended early, in a sentence; null: it did not */
  async run(): Promise<string | null> {
    try {
      return await this.#raceRounds();
    } catch (error) {
      this.#environment.signal.throwIfAborted();
      // Reports the finished rounds instead of throwing, if there are any.
      const known = await this.#database.explain(error);
      if (known === null || this.#points.every(({ isEmpty }) => isEmpty)) throw known ?? error;
      return sentenceOf(known);
    }
  }

  async #raceRounds(): Promise<string | null> {
    const rounds = Math.max(...this.#points.map(({ plan }) => plan.rounds));
    for (let round = 1; round <= rounds; round += 1) {
      for (const point of this.#points) {
        const isLast = round === rounds && point === this.#points.at(-1);
        const interruption =
          (await this.#raceRound(point, round)) ?? (await this.#endTurn(point, isLast));
        if (interruption !== null) return interruption;
      }
    }
    return null;
  }

  async #raceRound(point: Point, round: number): Promise<string | null> {
    for (const strategy of point.plan.strategies) {
      const interruption = await this.#raceOnce(point, strategy, round);
      if (interruption !== null) return interruption;
    }
    return null;
  }

  /** Races one strategy for one round, unless it fails in this round or failed in an earlier one. */
  async #raceOnce(point: Point, strategy: Strategy, round: number): Promise<string | null> {
    while (!point.failures.has(strategy.name)) {
      const environment = { ...this.#environment, progress: point.progress };
      this.#crew ??= await assemble(point.plan, this.#database, environment);
      const shared = { database: this.#database, environment, crew: this.#crew };
      const leg = { ...shared, plan: point.plan, label: point.label, strategy, round };
      const raced = await unlessLost(raceRound(leg));
      this.#environment.signal.throwIfAborted();
      // An earlier strategy may send a late statement in this round. Then this round is raced again.
      if (raced instanceof StrategyDefect) await this.#fail(point, raced);
      else if (raced instanceof Error) return lostIn(leg, raced);
      else return record(point, raced, leg);
    }
    return null;
  }

  /** Records the defect, and ends the strategy's sessions before the next strategy begins. */
  async #fail(point: Point, defect: StrategyDefect): Promise<void> {
    point.failures.set(defect.strategy, defect);
    await this.#disband();
    await remakeChanged(this.#database, defect);
  }

  async #disband(): Promise<void> {
    const crew = this.#crew;
    this.#crew = undefined;
    await crew?.disband();
  }

  /**
   * Ends the work of a crew after the last round, and otherwise before another plan's crew begins.
   * The only plan keeps its crew.
   */
  async #endTurn(point: Point, isLast: boolean): Promise<string | null> {
    if (this.#crew === undefined || (!isLast && this.#points.length === 1)) return null;
    try {
      const interruption = await endOf(this.#crew);
      if (!isLast) await this.#disband();
      return interruption;
    } catch (error) {
      if (!(error instanceof StrategyDefect)) throw error;
      await this.#fail(point, error);
      return null;
    }
  }
}

function record(point: Point, history: History, leg: RoundOptions): string | null {
  point.histories.get(leg.strategy.name)?.push(history);
  if (!history.final) return lostIn(leg);
  const { lost, all } = leg.crew.sessions();
  return lost > 0 ? lostSome(lost, all, leg) : null;
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

function legOf({ plan, label, strategy, round }: RoundOptions): string {
  const name = label === '' ? strategy.name : `${strategy.name} at ${label}`;
  return plan.rounds > 1 ? `round ${round} of ${name}` : name;
}
