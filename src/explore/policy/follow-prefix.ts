import type { Schedule } from '../../model.js';
import type { Choose } from '../policy.js';

/** A run that follows the beginning of a schedule as far as possible. */
export interface PrefixRun {
  readonly choose: Choose;
  /** The first step at which it could not follow; null: it always could. */
  readonly strayedAt: () => number | null;
}

/**
 * Follows the beginning of a schedule. After its end, releases the last worker again as long as it is ready,
 * which makes the fewest switches.
 */
export function followPrefix(beginning: Schedule): PrefixRun {
  let last = 0;
  let strayed: number | null = null;
  return {
    choose(ready, step) {
      const wanted = beginning[step - 1];
      const isReady = (worker: number) => ready.some((each) => each.worker === worker);
      const canFollow = wanted !== undefined && isReady(wanted);
      if (wanted !== undefined && !canFollow) strayed ??= step;
      if (canFollow) last = wanted;
      else if (!isReady(last)) last = ready[0]?.worker ?? 0;
      return last;
    },
    strayedAt: () => strayed,
  };
}
