import type { Draw, Workload } from '../../model.js';
import { drawFor, partnersFrom } from '../../random.js';

/**
 * The choices that make up a worker's operations in a schedule. Amounts and single accounts depend on the
 * seed, as in a race. For operations on several accounts, the workers take the accounts in turn, so that even
 * two operations conflict: from 1 to 2 and from 2 to 1, or from 1 and from its partner.
 */
export function drawInTurns(workload: Workload, worker: number): Draw {
  const { accounts } = workload;
  let turn = worker - 1;
  const next = () => (turn++ % accounts) + 1;
  return {
    ...drawFor(workload, 1, worker),
    pair: () => {
      const from = next();
      return [from, (from % accounts) + 1];
    },
    partners: () => partnersFrom(next()),
  };
}
