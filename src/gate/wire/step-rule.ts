import type { HostedConnection } from './connection-host.js';
import type { Writer } from './context.js';
import type { Habits } from './habits.js';
import { ANY, concernsOthers, type SettingUse } from './session-settings.js';
import type { WireGateOptions } from './wire-options.js';

/** What the rule needs. */
export interface StepRuleOptions extends Pick<
  WireGateOptions,
  'isHousekeeping' | 'isDeallocation' | 'settingsIn' | 'definitionUse'
> {
  readonly habits: Pick<
    Habits,
    | 'learnSettings'
    | 'hasSettings'
    | 'noteSetting'
    | 'learnDefinitions'
    | 'isDefining'
    | 'learnLocking'
    | 'isLocking'
  >;
  /** Whether the function of a worker has settled. */
  readonly hasEnded: (worker: number) => boolean;
}

/** A connection, as far as it matters here. */
type UsedConnection = Pick<HostedConnection, 'inTransaction' | 'lastKey'>;

/** A statement that arrived. */
export interface ArrivedStatement {
  readonly sql: string;
  readonly isByDriver: Writer['isDriver'];
  /** The worker that has probably sent it; 0: not known. */
  readonly worker: number;
}

/** A setting that a worker has set on a connection. */
interface LeftSetting {
  readonly by: number;
  /** Whether a step was sent on the connection since. */
  isUsed: boolean;
}

/**
 * Which statements of a schedule are steps. The others are housekeeping, and pass freely. In a transaction, only
 * `DEALLOCATE` is housekeeping: some drivers send it after each prepared statement. `SET` outside a transaction is, as
 * long as no worker meets what another one has set; a question to the catalogs is, as long as no worker defines anything.
 */
export class StepRule {
  readonly #options: StepRuleOptions;
  /** By connection, the settings that workers have set in this schedule. */
  #left = new WeakMap<UsedConnection, Map<string, LeftSetting>>();

  constructor(options: StepRuleOptions) {
    this.#options = options;
  }

  /** A schedule begins. What the one before has set was set back. */
  begin(): void {
    this.#left = new WeakMap();
  }

  isStep(connection: UsedConnection, statement: ArrivedStatement): boolean {
    const { sql, isByDriver } = statement;
    if (this.#options.isDeallocation(sql)) return false;
    const settings = this.#options.settingsIn(sql).filter((use) => concernsOthers(use));
    const use = this.#options.definitionUse(sql);
    if (use === 'defines') this.#options.habits.learnDefinitions();
    if (LOCKS.test(sql)) this.#options.habits.learnLocking();
    const isBySetUp = isByDriver && connection.lastKey === '';
    if (!isBySetUp) this.#learn(connection, statement, settings);
    if (connection.inTransaction || !this.#options.isHousekeeping(sql)) {
      for (const left of this.#left.get(connection)?.values() ?? []) left.isUsed = true;
      return true;
    }
    if (isBySetUp) return false;
    const { habits } = this.#options;
    return (
      (use === 'asks' && habits.isDefining) ||
      (habits.isLocking && UNLOCKS.test(sql)) ||
      habits.hasSettings(settings.map(({ name }) => name))
    );
  }

  #learn(
    connection: UsedConnection,
    { worker }: ArrivedStatement,
    settings: readonly SettingUse[],
  ): void {
    const { habits, hasEnded } = this.#options;
    const left = this.#left.get(connection) ?? new Map<string, LeftSetting>();
    const isReplaced = (name: string) =>
      settings.some((use) => use.kind !== 'read' && (use.name === name || use.name === ANY));
    for (const [name, { by, isUsed }] of left) {
      const isMet = by !== worker && !(hasEnded(by) && isReplaced(name));
      // The next user of a pooled connection may set it anew, but not before the other one has used it.
      if (isMet || (isReplaced(name) && !isUsed)) habits.learnSettings([name]);
    }
    for (const { name, kind } of settings) {
      if (kind === 'reset') left.delete(name);
      if (kind === 'reset' && name === ANY) left.clear();
      if (kind === 'set') left.set(name, { by: worker, isUsed: false });
      if (kind === 'set') habits.noteSetting(name);
    }
    if (left.size > 0) this.#left.set(connection, left);
  }
}

/** Advisory locks of the session, and what releases all of them. A function may hide either. (Manual 9.28.10, DISCARD) */
const LOCKS = /\bpg_(?:try_)?advisory_lock/i;
const UNLOCKS = /\b(?:pg_advisory_unlock_all|discard\s+all)\b/i;
