/** Flags → a validated, frozen {@link ExplorePlan}. No later part checks it again. */
import { UsageError } from '../errors.js';
import type { ExplorePlan } from '../model.js';
import { DEFAULTS } from './defaults.js';
import { EXPLORATION_METRICS } from './expectation.js';
import {
  readWorkload,
  readStrategies,
  type WorkloadContext,
  type WorkloadFlags,
} from './workload.js';
import { WORKLOAD_LIMITS } from './limits.js';
import { parseCount } from './parse.js';
import { requireNoIsolation, type IsolationFlag } from './isolation.js';
import { requireNoOverlap } from './overlap.js';
import { readCount, readExpectations, readTimeLimit } from './read.js';
import { option } from '../text/option.js';

/** The flags of `explore`: raw text from the command line; a flag that is not given is absent. */
export interface ExploreFlags extends WorkloadFlags {
  readonly maxSchedules?: string | undefined;
  readonly maxSwitches?: string | undefined;
  /** For each strategy or case. */
  readonly timeLimit?: string | undefined;
  readonly lanes?: string | undefined;
  /** Of cases only. */
  readonly overlap?: string | boolean | undefined;
  /** Of cases only. */
  readonly isolation?: IsolationFlag;
}

/**
 * @throws {UsageError} when a flag is wrong, or two flags conflict; the message names them
 */
export function createExplorePlan(flags: ExploreFlags, context: WorkloadContext): ExplorePlan {
  requireNoOverlap(flags.overlap);
  requireNoIsolation(flags.isolation);
  const limits = WORKLOAD_LIMITS;
  const defaults = DEFAULTS.explore;
  const strategies = readStrategies(flags, context);
  const workload = readWorkload(flags, context);
  const { maxSchedules, lanes } = flags;
  return Object.freeze({
    command: 'explore',
    strategies,
    ...workload,
    maxSchedules: readCount(
      'maxSchedules',
      maxSchedules,
      limits.maxSchedules,
      defaults.maxSchedules,
    ),
    maxSwitches: readMaxSwitches(flags.maxSwitches, workload.workers),
    timeLimitMs: readTimeLimit(flags.timeLimit),
    lanes: readCount('lanes', lanes, limits.lanes, defaults.lanes),
    expectations: readExpectations(flags.expect, strategies, context, EXPLORATION_METRICS),
  });
}

/** Every worker has at least one turn, so every schedule has at least `workers - 1` switches. */
function readMaxSwitches(text: string | undefined, workers: number): number | null {
  if (text === undefined) return null;
  const most = parseCount('maxSwitches', text, WORKLOAD_LIMITS.maxSwitches);
  const fewest = workers - 1;
  if (most >= fewest) return most;
  throw new UsageError(
    `${option('maxSwitches')} ${most} allows no schedule: with ${option('workers')} ${workers} each has ${fewest} or more switches`,
    {
      code: 'OPTION_CONFLICT',
      option: 'maxSwitches',
      hint: `Write ${option('maxSwitches')} ${fewest} or more, or leave it out for every schedule.`,
    },
  );
}
