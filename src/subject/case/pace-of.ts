import { elsewhere, HERE, type Pace } from '../../gate/wire/pace.js';
import type { Case } from '../../model.js';

/** Whether the code of the workers runs in other processes, so that who sent a statement is not seen. */
export const runsElsewhere = ({ service, workers }: Case): boolean =>
  service !== null || workers.some((worker) => 'program' in worker);

/** How long code that was never quiet at a place may be, in milliseconds. */
const QUIET_MS = { service: 1_000, program: 5_000 };

/** Where the code of a case runs. */
export function paceOf({ service, workers }: Case): Pace {
  if (workers.some((worker) => 'program' in worker)) return elsewhere(null, QUIET_MS.program);
  return service === null ? HERE : elsewhere(service.graceMs, QUIET_MS.service);
}
