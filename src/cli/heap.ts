import { setFlagsFromString } from 'node:v8';

/**
 * Makes full garbage collections more frequent: the heap grows by at most half between them,
 * instead of several times. With a thousand workers, much garbage is in the old generation, and
 * only a full collection frees it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
