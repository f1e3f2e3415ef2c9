import type { RunPlan } from '../model.js';
import { count, counted, span } from '../text/numbers.js';
import { complain } from './complain.js';
import type { ProgressFlags } from './progress.js';
import type { Surroundings } from './terminal.js';

const MINUTE = 60_000;

/** Longer runs are announced. */
const LONG_MS = MINUTE;

/**
 * What a long run of several races will do, and how long it takes at most; null for all other runs.
 */
export function announcement(plan: RunPlan): string | null {
  const races = plan.strategies.length * plan.rounds;
  const { eachMs, told } = lengthOf(plan);
  const most = races * eachMs;
  if (races === 1 || most <= LONG_MS) return null;
  const whole = most < 2 * MINUTE ? span(most) : `${count(most / MINUTE)} min`;
  return `${plan.command}: ${counted(races, 'race')} ${told[0]}, ${whole} in all${told[1]}`;
}

/** How long a race takes: exactly for `--duration`, otherwise at most. */
function lengthOf({ extent, timeLimitMs }: RunPlan) {
  switch (extent.kind) {
    case 'duration':
      return { eachMs: extent.ms, told: [`of ${span(extent.ms)} (--duration)`, ''] } as const;
    case 'operations': {
      const told = [
        `of at most ${span(timeLimitMs)} (--time-limit)`,
        '; most are over sooner',
      ] as const;
      return { eachMs: timeLimitMs, told };
    }
    default:
      return extent satisfies never;
  }
}

/**
 * Prints the announcement before the run starts, also without a terminal; not with --no-progress.
 */
export async function announce(
  plan: RunPlan,
  { progress }: ProgressFlags,
  { stderr }: Pick<Surroundings, 'stderr'>,
): Promise<void> {
  const text = progress === false ? null : announcement(plan);
  if (text !== null) await complain(stderr, text);
}
