/** One round of a free race: all workers of a case at once. */
import type { StallLimit } from '../../explore/conductor.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import type { Case, Schedule } from '../../model.js';
import { comeToRest, roundStandstill, whileMoving } from './free-watch.js';
import type { CaseLane } from './lane.js';

/** How a round ended. */
export interface FreeRound {
  readonly end: CaseEnd;
  /** Whether statements of two workers overlapped; null: it is not known. */
  readonly hasOverlapped: boolean | null;
}

/**
 * Runs all workers at once, from the rows of the start.
 * @param order in which their functions are called, all in the same turn of the event loop
 * @throws {CaseDefect} when the code has a defect, or no worker makes progress
 * @throws {SessionLost} when the server is lost
 */
export async function runFreely(
  the: Case,
  lane: CaseLane,
  order: Schedule,
  patience: StallLimit,
): Promise<FreeRound> {
  const { run, defective } = lane.startFreely();
  const watched = {
    lane,
    run,
    workers: order.toSorted((one, other) => one - other),
    patienceMs: patience.ms,
  };
  const running = order.map((worker) => lane.runFreely(run, worker));
  await whileMoving(
    {
      ...watched,
      endsAnyIdle: false,
      standstill: (still) => roundStandstill(the, still),
    },
    Promise.race([Promise.all(running), defective]),
  );
  await Promise.race([comeToRest(watched), defective]);
  const { hasOverlapped } = run;
  return { end: await lane.finish(), hasOverlapped };
}
