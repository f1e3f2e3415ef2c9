import type { ChannelPosition } from '../../explore/gate.js';
import { AT_NO_LEVEL, type StepLevels } from './session-level.js';
import type { SessionState } from './session-state.js';

export const IDLE: ChannelPosition = { kind: 'idle' };
export const SENT: ChannelPosition = { kind: 'sent' };

/** What a gate knows of a connection of the application. @see HostedConnection */
export abstract class ChannelState {
  worker = 0;
  begunBy = 0;
  lastKey = '';
  levels: StepLevels = AT_NO_LEVEL;
  isClosed = false;
  hasLeft = false;
  isBackground = false;
  position: ChannelPosition = IDLE;
  protected readonly session: SessionState;

  constructor(session: SessionState) {
    this.session = session;
  }

  get inTransaction(): boolean {
    return this.session.inTransaction;
  }

  get isListening(): boolean {
    return this.session.isListening;
  }

  get deadlockCheckEndsAt(): number {
    return this.position.kind === 'waiting' ? this.session.deadlockCheck.endsAt : 0;
  }

  noteBlockers(workers: readonly number[]): void {
    if (workers.length > 0) this.session.deadlockCheck.waits();
    this.position = workers.length === 0 ? SENT : { kind: 'waiting', for: workers };
  }

  takeUndoing(): readonly string[] {
    return this.session.takeUndoing();
  }
}
