import type { RunPlan } from '../model.js';
import { count, counted, span } from '../text/numbers.js';
import { complain } from './complain.js';
import type { ProgressFlags } from './progress.js';
import type { Surroundings } from './terminal.js';

/** Whatever may take longer is announced. */
const LONG_MS = 30_000;

const MINUTE = 60_000;

/** What a long run will do, and how long that takes at most; null for one that is short anyway. */
export function announcement({ strategies, rounds, timeLimitMs, command }: RunPlan): string | null {
  const races = strategies.length * rounds;
  const most = races * timeLimitMs;
  if (most <= LONG_MS) return null;
  const whole = most < 2 * MINUTE ? span(most) : `${count(most / MINUTE)} min`;
  return (
    `${command}: ${counted(races, 'race')} of at most ${span(timeLimitMs)} (--time-limit), ` +
    `${whole} in all; most are over sooner`
  );
}

/** Tells it before the run begins, also where no terminal shows progress; not with --no-progress. */
export async function announce(
  plan: RunPlan,
  { progress }: ProgressFlags,
  { stderr }: Pick<Surroundings, 'stderr'>,
): Promise<void> {
  const text = progress === false ? null : announcement(plan);
  if (text !== null) await complain(stderr, text);
}
