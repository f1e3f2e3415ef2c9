import type { Workload, Strategy } from '../model.js';

/** Retries that an operation of this strategy is allowed in a schedule. */
export function retriesFor(
  experiment: Pick<Workload, 'retries' | 'retriesWithoutProgress'>,
  { claims }: Strategy,
): number {
  return claims.progress === 'none' ? experiment.retriesWithoutProgress : experiment.retries;
}
