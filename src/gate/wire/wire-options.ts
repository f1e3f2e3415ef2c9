import type { Socket } from 'node:net';

import type { BlockWatch } from '../block-watch.js';
import type { DeadlockTimeouts } from '../deadlock-timeout.js';
import type { StatementCutter } from './cutting.js';
import type { DefinitionUse } from './definition-use.js';
import type { Habits } from './habits.js';
import type { LevelUse } from './level-use.js';
import type { SettingUse } from './session-settings.js';

/** What a gate on the wire needs. */
export interface WireGateOptions {
  /** How many workers the case has. */
  readonly workers: number;
  /** Connects to the server. */
  readonly openServer: () => Promise<Socket>;
  /** Expected of clients when the server asks for none. */
  readonly password: string;
  readonly watch: BlockWatch;
  /** Whether a statement outside a transaction only sets up a connection. */
  readonly isHousekeeping: (sql: string) => boolean;
  /** Whether a statement only drops prepared statements, which no other session sees, not even from a transaction. */
  readonly isDeallocation: (sql: string) => boolean;
  /** The settings of its session that a statement sets or reads. */
  readonly settingsIn: (sql: string) => readonly SettingUse[];
  /** What a statement is for the isolation level of transactions [nothing]. */
  readonly levelUsesIn?: (sql: string) => readonly LevelUse[];
  /** Whether a statement changes or asks for tables and the like. */
  readonly definitionUse: (sql: string) => DefinitionUse | null;
  /** Receives each statement of a schedule that is no step. */
  readonly passed?: (sql: string) => void;
  /** Equal for statements that differ only in their literals. */
  readonly keyOf: (sql: string) => string;
  /** Null: the role may not set deadlock_timeout. */
  readonly timeouts: DeadlockTimeouts | null;
  /** Receives each statement that is part of no schedule: none is run, or no worker of it can have sent the statement. */
  readonly outsideSchedules?: (sql: string) => void;
  /** Whether a statement outside a transaction is one that a service sends by itself [none is]. */
  readonly isBackground?: (sql: string) => boolean;
  /** Cuts statements in two [none are cut]. */
  readonly cutter?: StatementCutter | null;
  /** Shared by the gates of a case [its own]. */
  readonly habits?: Habits;
  /** Code of a worker of another gate uses this one [ignored]. */
  readonly foreign?: () => void;
}
