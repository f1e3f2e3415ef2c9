import { setFlagsFromString } from 'node:v8';

/**
 * Lets this process's heap grow by half from one collection to the next, where it would grow several
 * times over: of a thousand workers, what is under way outlives the quick collections, and most of
 * what is kept then is garbage.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
