/** Flags → a validated, frozen {@link ReplayPlan}. No later part checks it again. */
import { UsageError } from '../errors.js';
import type { ReplayPlan, Schedule, Strategy } from '../model.js';
import {
  readWorkload,
  readStrategies,
  type WorkloadContext,
  type WorkloadFlags,
} from './workload.js';
import { requireNoIsolation, type IsolationFlag } from './isolation.js';
import { requireNoOverlap } from './overlap.js';
import { readExpectations } from './read.js';
import { parseBeginning, parseSchedule } from './schedule.js';
import { option } from '../text/option.js';

/** The flags of `replay`: raw text from the command line; a flag that is not given is absent. */
export interface ReplayFlags extends WorkloadFlags {
  /** In letters; required, unless a person steps. */
  readonly schedule?: string | undefined;
  /** Whether a person steps: the schedule is what they begin with. */
  readonly interactive?: boolean | undefined;
  /** Of cases only. */
  readonly overlap?: string | boolean | undefined;
  /** Of cases only. */
  readonly isolation?: IsolationFlag;
}

/**
 * Does not check whether the strategy can follow the schedule: only a run shows that.
 * @throws {UsageError} when a flag is wrong, or two flags conflict; the message names them
 */
export function createReplayPlan(flags: ReplayFlags, context: WorkloadContext): ReplayPlan {
  requireNoOverlap(flags.overlap);
  requireNoIsolation(flags.isolation);
  const strategy = readStrategy(flags, context);
  const workload = readWorkload(flags, context);
  return Object.freeze({
    command: 'replay',
    strategy,
    ...workload,
    schedule: readSchedule(flags, workload.workers),
    expectations: readExpectations(flags.expect, [strategy], context, []),
  });
}

/** @throws {UsageError} when it is missing or wrong */
export const readSchedule = (
  { schedule, interactive = false }: Pick<ReplayFlags, 'schedule' | 'interactive'>,
  ...of: [workers: number, caseName?: string]
): Schedule => (interactive ? parseBeginning : parseSchedule)(schedule, ...of);

function readStrategy(flags: WorkloadFlags, context: WorkloadContext): Strategy {
  const [strategy, ...others] = readStrategies(flags, context);
  if (strategy !== undefined && others.length === 0) return strategy;
  throw new UsageError(
    `${option('strategy')} names ${others.length + 1} strategies, but a replay takes one`,
    {
      code: 'INVALID_VALUE',
      option: 'strategy',
      hint: 'Name one of them: each strategy has its own schedules.',
    },
  );
}
