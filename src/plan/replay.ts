/** Flags → a validated, frozen {@link ReplayPlan}. After this, nothing is checked again. */
import { UsageError } from '../errors.js';
import type { ReplayPlan, Strategy } from '../model.js';
import {
  readWorkload,
  readStrategies,
  type WorkloadContext,
  type WorkloadFlags,
} from './experiment.js';
import { readExpectations } from './read.js';
import { parseSchedule } from './schedule.js';
import { option } from '../text/option.js';

/** The flags of `replay` as the command line gives them: raw text, absent when not given. */
export interface ReplayFlags extends WorkloadFlags {
  /** In letters; it has to be given. */
  readonly schedule?: string | undefined;
}

/**
 * Whether the schedule can be followed shows only when it is run.
 * @throws {UsageError} when a flag is wrong, or two do not go together; its message names them
 */
export function createReplayPlan(flags: ReplayFlags, context: WorkloadContext): ReplayPlan {
  const strategy = readStrategy(flags, context);
  const experiment = readWorkload(flags, context);
  return Object.freeze({
    command: 'replay',
    strategy,
    ...experiment,
    schedule: parseSchedule(flags.schedule, experiment.workers),
    expectations: readExpectations(flags.expect, [strategy], context, []),
  });
}

function readStrategy(flags: WorkloadFlags, context: WorkloadContext): Strategy {
  const [strategy, ...others] = readStrategies(flags, context);
  if (strategy !== undefined && others.length === 0) return strategy;
  throw new UsageError(
    `${option('strategy')} names ${others.length + 1} strategies, and a replay has one`,
    {
      code: 'INVALID_VALUE',
      option: 'strategy',
      hint: 'Name one of them; a replay follows one schedule, and each strategy has schedules of its own.',
    },
  );
}
