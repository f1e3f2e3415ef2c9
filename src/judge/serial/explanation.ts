/** Which serial orders explain an end. */
import type { CaseEnd } from './end.js';
import type { SerialKnowledge } from './knowledge.js';

export interface Explanation {
  /** Whether a serial order ends the same. An end is not called unexplained before enough is known. */
  readonly isExplained: boolean;
  /** Workers whose serial orders have to be learned first; null: enough is known. */
  readonly subsetsNeeded: readonly number[] | null;
  /** The workers that count as having run, when callers retry what others failed with; null: all. */
  readonly others: readonly number[] | null;
  /** Those of the workers that count as having run. */
  readonly endings: CaseEnd['endings'];
}

/**
 * A worker that failed in a way that callers retry counts as not having run.
 * @param key of the end
 */
export function explain(end: CaseEnd, key: string, knowledge: SerialKnowledge): Explanation {
  const enough = { subsetsNeeded: null, others: null, endings: end.endings };
  if (knowledge.hasOutcome(null, key)) return { isExplained: true, ...enough };
  const others = end.ran.filter((worker) => !isRetried(end, worker));
  if (others.length === end.ran.length) return { isExplained: false, ...enough };
  const endings = end.endings.map((ending, index) => (isRetried(end, index + 1) ? null : ending));
  if (!knowledge.isKnown(others)) {
    return { isExplained: true, subsetsNeeded: others, others, endings };
  }
  const ofOthers = knowledge.canon.outcomeKey({ endings, tables: end.tables });
  const isExplained = knowledge.hasOutcome(others, ofOthers);
  return { isExplained, subsetsNeeded: null, others, endings };
}

function isRetried({ endings }: CaseEnd, worker: number): boolean {
  const ending = endings[worker - 1];
  return ending?.kind === 'failed' && ending.retried;
}
