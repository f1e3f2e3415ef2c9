import type { Backoff } from '../model.js';
import type { RandomStream } from '../random.js';

/**
 * The pause before a retry, in milliseconds: a random part of the full pause ("full jitter"), so that
 * operations that conflicted do not conflict again. (M. Brooker, "Exponential Backoff And Jitter", 2015)
 * @param retry from 1
 */
export function pauseBefore(retry: number, backoff: Backoff, jitter: RandomStream): number {
  return jitter.integer(0, Math.round(fullPause(retry, backoff) * 1000)) / 1000;
}

function fullPause(retry: number, backoff: Backoff): number {
  switch (backoff.kind) {
    case 'none':
      return 0;
    case 'constant':
      return backoff.ms;
    case 'exponential':
      return Math.min(backoff.capMs, backoff.baseMs * 2 ** (retry - 1));
    default:
      return backoff satisfies never;
  }
}
