/** The state of a session of the server, as the messages show it. */
import { DeadlockCheck, TimeoutSetting } from '../deadlock-timeout.js';
import type { Message } from './framing.js';
import { setting } from './own-statement.js';
import type { ConnectionHost } from './connection-host.js';
import { RESET_ALL, RESET_LEVEL, SessionChanges, UNLISTEN } from './session-changes.js';
import { SessionLevel, type StepLevels } from './session-level.js';

type SettingsHost = Pick<ConnectionHost, 'isHolding' | 'settingsIn'>;
type LevelHost = Pick<ConnectionHost, 'isHolding' | 'levelUsesIn'>;

/** The transaction of a session, and its deadlock_timeout. */
export class SessionState {
  readonly deadlockCheck = new DeadlockCheck();
  readonly #usualTimeout: string;
  readonly #timeout: TimeoutSetting;
  /** As in ReadyForQuery. */
  #status = 'I';
  /** Whether a part of a cycle was sent, and its Sync not yet. */
  isMidCycle = false;
  /** Whether the server skips everything up to the next Sync, because of an error. */
  isSkipping = false;
  /** Whether it listens for notifications. */
  isListening = false;
  readonly #changes = new SessionChanges();
  readonly level = new SessionLevel();

  /** @param usualTimeout the deadlock_timeout of a new session */
  constructor(usualTimeout: string) {
    this.#usualTimeout = usualTimeout;
    this.#timeout = new TimeoutSetting(usualTimeout);
  }

  get inTransaction(): boolean {
    return this.#status !== 'I' || this.isMidCycle;
  }

  /** The server is ready for the next query. */
  becomesReady({ bytes }: Message): void {
    this.#status = String.fromCharCode(bytes[5] ?? 0);
    this.isSkipping = false;
    if (this.#status === 'I') this.#timeout.transactionEnded();
  }

  /** The server has answered a message with an error. */
  failed(): void {
    this.isSkipping = this.isMidCycle;
  }

  /**
   * Reads the client's next statement, before it is sent. Empty: there is none.
   * @param isReused whether the connection was set up before
   */
  levelsOf(sql: string, host: LevelHost, isReused: boolean): StepLevels {
    const isSetUp = !host.isHolding || !isReused;
    return this.level.note(sql, host.levelUsesIn(sql), this.inTransaction, isSetUp);
  }

  /** The client's statement was carried out. */
  noteStatement(sql: string): void {
    this.#timeout.noteStatement(sql, this.#status);
    if (LISTENS.test(sql)) this.isListening = true;
  }

  /** The client's statement was carried out, and did not fail. */
  noteChanges(sql: string, host: SettingsHost, isReused: boolean): void {
    const settings = host.settingsIn(sql);
    if (host.isHolding) this.#changes.note(sql, settings, isReused);
    else this.#changes.noteSetUp(sql, settings);
  }

  /** The statements that undo what workers have changed for good. */
  takeUndoing(): readonly string[] {
    const commands = this.#changes.takeUndoing();
    if (commands.includes(UNLISTEN)) this.isListening = false;
    if (commands.includes(RESET_LEVEL)) this.level.setBack('start');
    if (commands.includes(RESET_ALL)) this.level.setBack('set up');
    if (commands.includes(RESET_ALL)) this.#timeout.noteStatement(RESET_ALL, this.#status);
    return commands;
  }

  /**
   * What has to be sent ahead of a statement.
   * @param wanted the deadlock_timeout for it
   * @returns the messages, and how many answers they have; null: nothing
   */
  settingFor(sql: string, wanted: string): { bytes: Buffer; answers: number } | null {
    const mayWait = !ENDS_OR_BEGINS.test(sql);
    this.deadlockCheck.begins(mayWait && wanted !== this.#usualTimeout);
    if (!mayWait || this.isSkipping) return null;
    const change = this.#timeout.change(wanted, this.#status);
    return change === null ? null : setting(change, !this.isMidCycle);
  }

  ended(): void {
    this.#status = 'I';
    this.isMidCycle = false;
    this.isSkipping = false;
  }
}

const LISTENS = /\blisten\b/i;

const ENDS_OR_BEGINS = /^\s*(?:begin|start|commit|end|rollback|abort)\b/i;
