import { setFlagsFromString } from 'node:v8';

/**
 * Lets this process's heap grow by half from one full collection to the next, where it would grow
 * several times over. With a thousand workers much garbage is old when it becomes garbage, and only a
 * full collection finds it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
