import type { ChannelPosition } from '../../explore/gate.js';
import { AT_NO_LEVEL, type StepLevels } from './session-level.js';

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
}
