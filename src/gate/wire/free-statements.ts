import type { HostedConnection } from './connection-host.js';
import type { Writer } from './context.js';
import type { Habits } from './habits.js';
import type { WireGateOptions } from './wire-options.js';

/** Which statements of a schedule are no steps, and pass freely. */
export class FreeStatements {
  readonly #options: Pick<WireGateOptions, 'isHousekeeping' | 'settingsIn'>;
  readonly #habits: Habits;

  constructor(options: Pick<WireGateOptions, 'isHousekeeping' | 'settingsIn'>, habits: Habits) {
    this.#options = options;
    this.#habits = habits;
  }

  /** Whether it is one of them. */
  has(connection: HostedConnection, sql: string, writer: Writer): boolean {
    const isHousekeeping = !connection.inTransaction && this.#options.isHousekeeping(sql);
    return isHousekeeping && !this.#isSettingOfWorker(connection, sql, writer);
  }

  /** What a driver sets on a new connection passes. What a worker sets on a reused one, another worker may meet. */
  #isSettingOfWorker({ isReused }: HostedConnection, sql: string, { isDriver }: Writer): boolean {
    const settings = this.#options.settingsIn(sql);
    if (isReused && !isDriver) this.#habits.learnSettings(settings);
    return this.#habits.hasSettings(settings);
  }
}
