import type { Strategy } from '../model.js';
import { advisoryLock } from './advisory-lock.js';
import { atomic } from './atomic.js';
import { checkConstraint } from './check-constraint.js';
import { checkThenDecrement } from './check-then-decrement.js';
import { forShare } from './for-share.js';
import { forUpdateNowait } from './for-update-nowait.js';
import { forUpdateUnordered } from './for-update-unordered.js';
import { forUpdate } from './for-update.js';
import { mutex } from './mutex.js';
import { naive } from './naive.js';
import { optimisticDate } from './optimistic-date.js';
import { optimisticTimestamp } from './optimistic-timestamp.js';
import { optimistic } from './optimistic.js';
import { postCheck } from './post-check.js';
import { readCommitted } from './read-committed.js';
import { repeatableRead } from './repeatable-read.js';
import { serializable } from './serializable.js';

/**
 * Every built-in strategy, in the order of the learning path.
 *
 * ```ts
 * import { race, strategies } from 'race-lab';
 *
 * const safe = strategies.filter(({ claims }) => claims.lostUpdates === 'prevented');
 * console.log(await race({ strategy: safe }));
 * ```
 */
export const strategies: readonly Strategy[] = [
  // 1. No protection.
  naive,
  checkThenDecrement,
  // 2. A lock in the application.
  mutex,
  // 3. Transactions without locks.
  readCommitted,
  repeatableRead,
  serializable,
  // 4. Pessimistic: lock, then read.
  forUpdate,
  forUpdateNowait,
  forUpdateUnordered,
  forShare,
  advisoryLock,
  // 5. Optimistic: read without a lock, and detect a conflict when writing.
  optimistic,
  optimisticTimestamp,
  optimisticDate,
  // 6. No separate read, check and write.
  atomic,
  checkConstraint,
  postCheck,
];
