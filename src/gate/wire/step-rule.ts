import type { HostedConnection } from './connection-host.js';
import type { Writer } from './context.js';
import type { Habits } from './habits.js';
import { concernsOthers } from './session-settings.js';
import type { WireGateOptions } from './wire-options.js';

type RuleOptions = Pick<WireGateOptions, 'isHousekeeping' | 'settingsIn'>;

/** A connection, as far as it matters here. */
type UsedConnection = Pick<HostedConnection, 'inTransaction' | 'isReused'>;

/** Which statements of a schedule are steps. The others are housekeeping, and pass freely. */
export class StepRule {
  readonly #options: RuleOptions;
  readonly #habits: Habits;

  constructor(options: RuleOptions, habits: Habits) {
    this.#options = options;
    this.#habits = habits;
  }

  isStep(connection: UsedConnection, sql: string, writer: Pick<Writer, 'isDriver'>): boolean {
    const isHousekeeping = !connection.inTransaction && this.#options.isHousekeeping(sql);
    return !isHousekeeping || this.#isSettingOfWorker(connection, sql, writer);
  }

  /**
   * What a driver sets on a new connection is housekeeping. A setting that a worker changes on a reused connection can
   * affect another worker.
   */
  #isSettingOfWorker(
    { isReused }: UsedConnection,
    sql: string,
    { isDriver }: Pick<Writer, 'isDriver'>,
  ): boolean {
    const names = this.#options
      .settingsIn(sql)
      .filter((use) => concernsOthers(use))
      .map(({ name }) => name);
    if (isReused && !isDriver) this.#habits.learnSettings(names);
    return this.#habits.hasSettings(names);
  }
}
