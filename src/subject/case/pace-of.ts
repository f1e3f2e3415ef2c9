import { elsewhere, HERE, type Pace } from '../../gate/wire/pace.js';
import type { Case } from '../../model.js';

/** How long code that was never quiet at a place may be, in milliseconds. */
const QUIET_MS = { service: 1_000, program: 5_000 };

/** Where the code of a case runs. */
export function paceOf({ service, workers }: Case): Pace {
  if (workers.some((worker) => 'program' in worker)) return elsewhere(null, QUIET_MS.program);
  return service === null ? HERE : elsewhere(service.graceMs, QUIET_MS.service);
}
