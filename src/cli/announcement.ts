import type { RunPlan } from '../model.js';
import { count, counted, span } from '../text/numbers.js';
import { complain } from './complain.js';
import type { ProgressFlags } from './progress.js';
import type { Surroundings } from './terminal.js';

const MINUTE = 60_000;

/** Whatever may take longer is announced. */
const LONG_MS = MINUTE;

/** What a long run of several races will do, and how long that takes at most; null for all others. */
export function announcement(plan: RunPlan): string | null {
  const races = plan.strategies.length * plan.rounds;
  const { eachMs, told } = lengthOf(plan);
  const most = races * eachMs;
  if (races === 1 || most <= LONG_MS) return null;
  const whole = most < 2 * MINUTE ? span(most) : `${count(most / MINUTE)} min`;
  return `${plan.command}: ${counted(races, 'race')} ${told[0]}, ${whole} in all${told[1]}`;
}

/** How long a race is: exactly, if a time was asked for, and otherwise at most. */
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

/** Tells it before the run begins, also where no terminal shows progress; not with --no-progress. */
export async function announce(
  plan: RunPlan,
  { progress }: ProgressFlags,
  { stderr }: Pick<Surroundings, 'stderr'>,
): Promise<void> {
  const text = progress === false ? null : announcement(plan);
  if (text !== null) await complain(stderr, text);
}
