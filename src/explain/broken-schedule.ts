import type { LabDatabase } from '../database/database.js';
import { EnvironmentError } from '../errors.js';
import { connectionsFor, explore } from '../explore/explore.js';
import { noProgress } from '../explore/progress.js';
import type { DrawnSchedule, ExplorationResult, ExplorePlan, Strategy } from '../model.js';
import { createExplorePlan } from '../plan/explore.js';
import { scenarios } from '../scenarios/index.js';
import { anomaliesOf } from './claims.js';

/** How a strategy breaks: the shortest schedule that does it, and of how many. */
export interface BrokenSchedule {
  readonly plan: ExplorePlan;
  readonly result: ExplorationResult;
  readonly drawn: DrawnSchedule;
}

/** Explores those strategies that say they can break. */
export class BreakingSchedules {
  readonly #plan: ExplorePlan | null;

  constructor(strategies: readonly Strategy[]) {
    const breaking = strategies.filter(({ claims }) => anomaliesOf(claims).possible.length > 0);
    const strategy = breaking.map(({ name }) => name);
    const context = { strategies: breaking, scenarios, environmentUrl: undefined };
    // So few schedules are as fast one after another.
    this.#plan =
      breaking.length === 0 ? null : createExplorePlan({ strategy, lanes: '1' }, context);
  }

  /** Connections that it takes to find them. */
  get connections(): number {
    return this.#plan === null ? 0 : connectionsFor(this.#plan);
  }

  /**
   * @returns by the strategy's name
   * @throws {EnvironmentError} when the server is lost
   * @throws the signal's reason when it is aborted
   */
  async find(
    database: LabDatabase,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, BrokenSchedule>> {
    const plan = this.#plan;
    if (plan === null) return new Map();
    const environment = { now: () => performance.now(), signal, progress: noProgress };
    const { results, interruption } = await explore(plan, database, environment);
    if (interruption !== null) {
      throw new EnvironmentError('the server was lost', {
        hint: 'Look at its log, and try again.',
      });
    }
    return new Map(
      results.flatMap((result) =>
        result.witness ? [[result.strategy, { plan, result, drawn: result.witness }]] : [],
      ),
    );
  }
}
