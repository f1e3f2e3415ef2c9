import type { Workload, Strategy } from '../model.js';

/** How many retries each operation of this strategy may use in a schedule. */
export function retriesFor(
  workload: Pick<Workload, 'retries' | 'retriesWithoutProgress'>,
  { claims }: Strategy,
): number {
  return claims.progress === 'none' ? workload.retriesWithoutProgress : workload.retries;
}
