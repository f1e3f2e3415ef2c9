/** Follows a schedule that the user gives. */
import { UsageError } from '../../errors.js';
import type { Schedule } from '../../model.js';
import { option } from '../../text/option.js';
import { counted } from '../../text/numbers.js';
import { lettersOf, letterOf } from '../../text/schedule.js';
import type { Choose } from '../policy.js';
import { whereabouts } from '../whereabouts.js';

/**
 * Follows a schedule exactly.
 * @param otherwise what else can be done when it cannot be followed, as a sentence
 * @throws {UsageError} at the first letter whose worker is not ready
 */
export function exactly(schedule: Schedule, otherwise = ''): Choose {
  const more = otherwise === '' ? '' : ` ${otherwise}`;
  return (ready, step, workers) => {
    const wanted = schedule[step - 1];
    const able = ready.map(({ worker }) => letterOf(worker)).join(' or ');
    if (wanted === undefined) {
      throw new UsageError(
        `${option('schedule')} ends after ${counted(schedule.length, 'step')}, before all workers are done`,
        {
          code: 'SCHEDULE_NOT_FOLLOWED',
          option: 'schedule',
          hint: `The next letter can be ${able}: ${workers.map(whereabouts).join('; ')}.${more}`,
        },
      );
    }
    if (ready.some(({ worker }) => worker === wanted)) return wanted;
    const worker = workers[wanted - 1];
    const where = worker ? whereabouts(worker) : `there is no worker ${letterOf(wanted)}`;
    throw new UsageError(
      `${option('schedule')}: step ${step} releases ${letterOf(wanted)}, but ${where}`,
      {
        code: 'SCHEDULE_NOT_FOLLOWED',
        option: 'schedule',
        hint: `After ${lettersOf(schedule.slice(0, step - 1)) || 'the start'}, the next letter can be ${able}.${more}`,
      },
    );
  };
}

/** A run of a named schedule, as far as it can be followed. */
export interface FixedRun {
  readonly choose: Choose;
  /** The first step that could not be followed, and why; null: there was none. */
  readonly refused: () => { readonly step: number; readonly error: UsageError } | null;
}

/** As {@link exactly}, but from the first letter that cannot be followed, releases any ready worker. */
export function exactlyAtFirst(schedule: Schedule): FixedRun {
  const exact = exactly(schedule);
  let refused: { readonly step: number; readonly error: UsageError } | null = null;
  return {
    choose(ready, step, workers) {
      try {
        if (refused === null) return exact(ready, step, workers);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        refused = { step, error };
      }
      return ready[0]?.worker ?? 0;
    },
    refused: () => refused,
  };
}
