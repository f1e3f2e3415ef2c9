import type { Channel, PendingStep } from '../../explore/gate.js';
import type { Writer } from './context.js';
import type { Cut } from './cutting.js';
import type { LevelUse } from './level-use.js';
import type { StepReply } from './reply.js';
import type { StepLevels } from './session-level.js';
import type { SettingUse } from './session-settings.js';
import type { ExecutedStatement } from './statements.js';

/** A connection of the application, as its gate sees it. */
export interface HostedConnection extends Channel {
  /** The worker that sent its last step in this schedule; 0: none. The gate decides it. */
  worker: number;
  /** @see Channel.lastKey. The gate sets it where nothing is held. */
  lastKey: string;
  /** The worker whose step began its transaction; 0: it is in none. */
  readonly begunBy: number;
  /** At which isolation levels its last step ran. */
  readonly levels: StepLevels;
  /** Who opened it. */
  readonly opener: Writer;
  readonly isClosed: boolean;
  /** Whether its client is gone, and what it sent before is still carried out. */
  readonly hasLeft: boolean;
  /** Whether it listens for notifications. */
  readonly isListening: boolean;
  /** Whether it is being set up, or something passes freely. */
  readonly isBusy: boolean;
  /** Whether the server has answered with an error, and is not ready for more: drivers report an error at once. */
  readonly hasFailed: boolean;
  /** Whether what passes freely is a statement that a service sends by itself. The gate decides it. */
  isBackground: boolean;
  /** Whether a statement of the gate itself may be sent. */
  readonly isIdle: boolean;
  /** @see Gate.deadlockCheckEndsAt */
  readonly deadlockCheckEndsAt: number;
  /** Ends its transaction on the server. The client does not see it. */
  rollBack(): Promise<void>;
  /** Sends a statement of the gate itself, if the client waits for nothing. The client does not see its answer. */
  run(sql: string): Promise<void>;
  /** The statements that undo what workers have changed in its session for good, such as its role. */
  takeUndoing(): readonly string[];
  close(): void;
}

/** What a connection needs from its gate, and reports to it. */
export interface ConnectionHost {
  /** Whether a schedule is run. */
  readonly isHolding: boolean;
  /** Whether a statement is no step. */
  passesFreely(connection: HostedConnection, sql: string, writer: Writer): boolean;
  /** The settings of its session that a statement sets or reads. */
  settingsIn(sql: string): readonly SettingUse[];
  /** What a statement is for the isolation level of transactions. Empty when no level is chosen for sessions. */
  levelUsesIn(sql: string): readonly LevelUse[];
  /** Decides whose the next step of a connection is. */
  stepFor(connection: HostedConnection, statement: ExecutedStatement, writer: Writer): PendingStep;
  /** The deadlock_timeout of a new session. */
  readonly usualTimeout: string;
  /** The cut of a step that is about to be sent; null: it is not cut. */
  cutFor(connection: HostedConnection, step: PendingStep): Cut | null;
  /** The deadlock_timeout for the next statement of a worker. @param isCut whether it waits before it goes on */
  deadlockTimeoutFor(worker: number, isCut: boolean): string;
  /** A step is held now: decide when it is released. */
  stepArrived(connection: HostedConnection): void;
  sending(connection: HostedConnection, step: PendingStep): void;
  /**
   * The server has answered a step.
   * @returns settles when the connection may show the answer; null: at once
   */
  beforeAnswer(connection: HostedConnection): Promise<void> | null;
  /** The client can be handed an answer. */
  answerArrived(connection: HostedConnection): void;
  /** The client was handed the answer. */
  delivered(connection: HostedConnection, reply: StepReply): void;
  /** Whether a notification is handed to the client in turn, like an answer. */
  holdsNotifications(connection: HostedConnection): boolean;
  /** The client was handed notifications. */
  notified(connection: HostedConnection): void;
  /** The client is gone. What it sent before is still carried out. */
  clientLeft(connection: HostedConnection): void;
  /**
   * What passes freely began or ended, or the connection is new or gone.
   * @param writer who began it
   * @param reply what the server answered, when it ended
   */
  changed(connection: HostedConnection, writer?: Writer, reply?: StepReply): void;
}
