import { deadlockCycle } from '../database/driver-errors.js';
import { sqlstateIn } from '../database/error-chain.js';
import type { Answer } from '../explore/listener.js';

/** The answer to a statement that failed with an error of the driver. */
export const failed = (error: unknown): Answer => ({
  kind: 'failed',
  sqlstate: sqlstateIn(error) ?? '',
  message: error instanceof Error ? error.message : String(error),
  cycle: deadlockCycle(error),
});
