/** Who is released next: the ways to choose a path through the tree of schedules. */
import { UsageError } from '../errors.js';
import type { DrawnSchedule, Schedule } from '../model.js';
import type { RandomStream } from '../random.js';
import { counted } from '../text/numbers.js';
import { lettersOf, letterOf } from '../text/schedule.js';
import { whereabouts } from './standstill.js';
import type { Choose } from './run-schedule.js';
import { option } from '../text/option.js';

/** A path that begins as it was told to, if that is possible. */
export interface Path {
  readonly choose: Choose;
  /** The first step at which it could not go where it was told to; null: it never had to stray. */
  readonly strayedAt: () => number | null;
}

/**
 * Follows the beginning of a schedule. From its end on, the worker that moved last goes on for as
 * long as it can: that makes the fewest switches.
 */
export function following(beginning: Schedule): Path {
  let last = 0;
  let strayed: number | null = null;
  const goOn = (ready: readonly number[]) => (ready.includes(last) ? last : (ready[0] ?? 0));
  return {
    choose(ready, step) {
      const told = beginning[step - 1];
      const possible = told !== undefined && ready.includes(told);
      if (told !== undefined && !possible) strayed ??= step;
      last = possible ? told : goOn(ready);
      return last;
    },
    strayedAt: () => strayed,
  };
}

/** Chooses at random among those that are ready. */
export function wandering(stream: RandomStream): Choose {
  return (ready) => ready[ready.length === 1 ? 0 : stream.integer(0, ready.length - 1)] ?? 0;
}

/**
 * Follows a schedule to the letter.
 * @throws {UsageError} at the first letter that names nobody who could go on
 */
export function exactly(schedule: Schedule): Choose {
  return (ready, step, workers) => {
    const told = schedule[step - 1];
    const able = ready.map(letterOf).join(' or ');
    if (told === undefined) {
      throw new UsageError(
        `${option('schedule')} ends after ${counted(schedule.length, 'step')}, before all is done`,
        {
          code: 'SCHEDULE_NOT_FOLLOWED',
          option: 'schedule',
          hint: `Next can be ${able}: ${workers.map(whereabouts).join('; ')}.`,
        },
      );
    }
    if (ready.includes(told)) return told;
    const worker = workers[told - 1];
    const where = worker ? whereabouts(worker) : `there is no worker ${letterOf(told)}`;
    throw new UsageError(
      `${option('schedule')}: step ${step} releases ${letterOf(told)}, but ${where}`,
      {
        code: 'SCHEDULE_NOT_FOLLOWED',
        option: 'schedule',
        hint: `After ${lettersOf(schedule.slice(0, step - 1)) || 'the start'}, next can be ${able}.`,
      },
    );
  };
}

/** Follows a schedule to the letter, as far as that is possible. */
export interface Attempted {
  readonly choose: Choose;
  /** The first step that could not be followed, and why; null: there was none. */
  readonly refused: () => { readonly step: number; readonly error: UsageError } | null;
}

/** As {@link exactly}; but from the first letter that cannot be followed, somebody goes on. */
export function exactlyAtFirst(schedule: Schedule): Attempted {
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
      return ready[0] ?? 0;
    },
    refused: () => refused,
  };
}

/** @throws {UsageError} when letters are left after everything was done */
export function requireAllUsed(
  schedule: Schedule,
  { schedule: done, operations }: Pick<DrawnSchedule, 'schedule' | 'operations'>,
): void {
  if (done.length === schedule.length) return;
  const ends = operations.map(({ worker, sequence, outcome: { kind } }) => {
    const end = kind === 'refused' ? 'was refused' : kind;
    return `operation ${sequence} of ${letterOf(worker)} ${end}`;
  });
  const told = ends.join(', ');
  if (done.length === 0) {
    throw new UsageError(
      `${option('schedule')}: no worker sent a statement, so there is nothing to replay`,
      {
        code: 'SCHEDULE_NOT_FOLLOWED',
        option: 'schedule',
        hint: `Look at the strategy: ${told}.`,
      },
    );
  }
  throw new UsageError(
    `${option('schedule')} goes on after step ${done.length}, when all workers were done`,
    {
      code: 'SCHEDULE_NOT_FOLLOWED',
      option: 'schedule',
      hint: `Write ${lettersOf(done)}. (${told})`,
    },
  );
}
