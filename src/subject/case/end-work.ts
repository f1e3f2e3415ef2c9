import { within } from '../../database/within.js';
import type { Habits } from '../../gate/wire/habits.js';
import type { WireGate } from '../../gate/wire/wire-gate.js';
import { sleep } from '../../own-timers.js';

/** How often, and every how many milliseconds, to look whether a transaction of late work has ended. */
const LOOKS = 20;
const LOOK_MS = 10;

/**
 * Lets statements that came too late in a schedule end, and waits for late work that is known to come.
 * @param limitMs how long statements that came too late may take
 * @param stuck the error when they take longer
 */
export async function endWork(
  { gate, habits }: { readonly gate: WireGate; readonly habits: Habits },
  limitMs: number,
  stuck: () => Error,
): Promise<void> {
  const finish = () => within(gate.finish(), limitMs, stuck);
  await finish();
  const { lateMs } = habits;
  if (lateMs === 0) return;
  await sleep(lateMs);
  // The locks of a transaction that late work has open would keep the rows from being put back.
  const isOpen = () => gate.connections.some(({ inTransaction }) => inTransaction);
  for (let looked = 0; looked < LOOKS && isOpen(); looked += 1) await sleep(LOOK_MS);
  await finish();
}
