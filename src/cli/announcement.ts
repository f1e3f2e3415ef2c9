import type { RunPlan, VariedPlan } from '../model.js';
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
export const announcement = (plan: RunPlan): string | null => announcementOf([plan]);

/** The same for `compare --vary`, whose plans have the same length. */
export const variedAnnouncement = ({ points }: VariedPlan): string | null =>
  announcementOf(points.map(({ plan }) => plan));

function announcementOf(plans: readonly RunPlan[]): string | null {
  const [plan] = plans;
  if (plan === undefined) return null;
  const races = plans.length * plan.strategies.length * plan.rounds;
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
export const announce = (
  plan: RunPlan,
  flags: ProgressFlags,
  surroundings: Pick<Surroundings, 'stderr'>,
): Promise<void> => print(announcement(plan), flags, surroundings);

/** The same for `compare --vary`. */
export const announceVaried = (
  plan: VariedPlan,
  flags: ProgressFlags,
  surroundings: Pick<Surroundings, 'stderr'>,
): Promise<void> => print(variedAnnouncement(plan), flags, surroundings);

async function print(
  text: string | null,
  { progress }: ProgressFlags,
  { stderr }: Pick<Surroundings, 'stderr'>,
): Promise<void> {
  if (progress !== false && text !== null) await complain(stderr, text);
}
