import type { LabDatabase } from '../database/lab-database.js';
import { EnvironmentError } from '../errors.js';
import { nowMs } from '../own-timers.js';
import { explore } from '../subject/account/explore.js';
import { connectionsFor } from '../plan/connections.js';
import { noProgress } from '../subject/progress.js';
import type { Claims, DrawnSchedule, ExplorationResult, ExplorePlan, Strategy } from '../model.js';
import { createExplorePlan } from '../plan/explore.js';
import { scenarios } from '../scenarios/index.js';

/** How a strategy breaks: the shortest broken schedule, and the exploration that found it. */
export interface BrokenSchedule {
  readonly plan: ExplorePlan;
  readonly result: ExplorationResult;
  readonly drawn: DrawnSchedule;
}

/**
 * Explores the strategies that claim they can break, each in the simplest scenario that shows it.
 */
export class BreakingSchedules {
  readonly #plans: readonly ExplorePlan[];

  constructor(strategies: readonly Strategy[]) {
    const alone = strategies.filter(({ claims }) => breaksOneAccount(claims));
    const several = strategies.filter(
      ({ claims }) => claims.writeSkew === 'possible' && !breaksOneAccount(claims),
    );
    this.#plans = [...plansFor(alone, 'withdraw'), ...plansFor(several, 'joint')];
  }

  /** How many connections the explorations need. */
  get connections(): number {
    return this.#plans.reduce((sum, plan) => sum + connectionsFor(plan), 0);
  }

  /**
   * @returns broken schedules by the strategy's name
   * @throws {EnvironmentError} when the server is lost
   * @throws the signal's reason when it is aborted
   */
  async find(
    database: LabDatabase,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, BrokenSchedule>> {
    const found = new Map<string, BrokenSchedule>();
    const environment = { now: nowMs, signal, progress: noProgress };
    for (const plan of this.#plans) {
      const { results, interruption } = await explore(plan, database, environment);
      if (interruption !== null) {
        throw new EnvironmentError('the server was lost', {
          code: 'SERVER_LOST',
          hint: 'Look at its log, and try again.',
        });
      }
      for (const result of results) {
        const { strategy, witness: drawn } = result;
        if (drawn !== null) found.set(strategy, { plan, result, drawn });
      }
    }
    return found;
  }
}

const breaksOneAccount = ({ lostUpdates, overdrafts }: Claims): boolean =>
  lostUpdates === 'possible' || overdrafts === 'possible';

/** No plan if there are no strategies. */
function plansFor(strategies: readonly Strategy[], scenario: string): readonly ExplorePlan[] {
  if (strategies.length === 0) return [];
  const strategy = strategies.map(({ name }) => name);
  const context = { strategies, scenarios, environmentUrl: undefined };
  // With so few schedules, a second lane saves no time.
  return [createExplorePlan({ strategy, scenario, lanes: '1' }, context)];
}
