/** Failures that take the place of wrong ends. */
import type { IsolationLevel } from '../../model.js';

/** `serialization_failure`. (Manual, appendix A) */
export const SERIALIZATION_FAILURE = '40001';

/**
 * Whether a level lets a transaction fail with 40001 where it would end wrongly otherwise: its callers have to run
 * it again. (Manual 13.2.2, 13.2.3)
 * @param level null: that of the server, which is not looked at
 */
export const needsRetries = (level: IsolationLevel | null): boolean =>
  level === 'repeatable read' || level === 'serializable';
