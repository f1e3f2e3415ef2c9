/** Flags → validated, frozen plans for cases. No later part checks them again. */
import { UsageError } from '../errors.js';
import type { Case, CaseExplorePlan, CaseReplayPlan, Expectation, Schedule } from '../model.js';
import { option } from '../text/option.js';
import { counted } from '../text/numbers.js';
import { parseCaseExpectation } from './case-rules.js';
import { requireNoWorkload } from './case-workload.js';
import type { PlanContext } from './context.js';
import { DEFAULTS } from './defaults.js';
import { CASE_METRICS } from './expectation.js';
import type { ExploreFlags } from './explore.js';
import { parseIsolation, parseIsolations } from './isolation.js';
import { LIMITS, WORKLOAD_LIMITS } from './limits.js';
import { parseOverlap } from './overlap.js';
import { parseCount } from './parse.js';
import { readCount, readTimeLimit } from './read.js';
import { readSchedule, type ReplayFlags } from './replay.js';
import { serverUrl } from './url.js';

/** What a plan for cases needs besides the flags. */
export type CaseContext = Pick<PlanContext, 'environmentUrl'>;

/** The flags of `replay` for a case: raw text; a flag that is not given is absent. */
export interface CaseReplayFlags extends ReplayFlags {
  readonly follow?: boolean | undefined;
}

/**
 * @param cases at least one
 * @throws {UsageError} when a flag is wrong, or says what a case says itself; the message names it
 */
export function createCaseExplorePlan(
  flags: ExploreFlags,
  cases: readonly Case[],
  { environmentUrl }: CaseContext,
): CaseExplorePlan {
  requireNoWorkload(flags);
  const distinct = Object.freeze([...new Set(cases)]);
  requireDistinct(distinct);
  const { maxSchedules, lanes } = WORKLOAD_LIMITS;
  const defaults = DEFAULTS.explore;
  return Object.freeze({
    command: 'explore',
    cases: distinct,
    maxSchedules: readCount(
      'maxSchedules',
      flags.maxSchedules,
      maxSchedules,
      defaults.maxSchedules,
    ),
    maxSwitches: readMaxSwitches(flags.maxSwitches, distinct),
    timeLimitMs: readTimeLimit(flags.timeLimit),
    overlap: parseOverlap(flags.overlap),
    isolations: parseIsolations(flags.isolation),
    lanes: readCount('lanes', flags.lanes, lanes, defaults.lanes),
    seed: readCount('seed', flags.seed, LIMITS.seed, defaults.seed),
    url: serverUrl(flags.url, environmentUrl),
    expectations: readCaseExpectations(flags.expect, distinct, CASE_METRICS),
  });
}

/**
 * Does not check whether the case can follow the schedule: only a run shows that. The limits of the
 * exploration that found the schedule are ignored.
 * @throws {UsageError} when a flag is wrong, or says what a case says itself; the message names it
 */
export function createCaseReplayPlan(
  flags: CaseReplayFlags,
  given: Case,
  { environmentUrl }: CaseContext,
): CaseReplayPlan {
  requireNoWorkload(flags);
  // A replay draws nothing by the seed, but a wrong one is a mistake all the same.
  readCount('seed', flags.seed, LIMITS.seed, DEFAULTS.replay.seed);
  const overlap = parseOverlap(flags.overlap);
  const schedule = readSchedule(flags, given.workers.length, given.name);
  return Object.freeze({
    command: 'replay',
    case: given,
    schedule: overlap === 'none' ? schedule : withHalves(schedule, flags.schedule ?? ''),
    follow: flags.follow ?? false,
    overlap,
    isolation: parseIsolation(flags.isolation),
    url: serverUrl(flags.url, environmentUrl),
    expectations: readCaseExpectations(flags.expect, [given], []),
  });
}

/** A small letter is the second half of a statement. */
const withHalves = (schedule: Schedule, text: string): Schedule =>
  schedule.map((worker, index) => (/[a-z]/.test(text.trim()[index] ?? '') ? -worker : worker));

export const readCaseExpectations = <M extends string>(
  rules: readonly string[] = [],
  cases: readonly Case[],
  metrics: readonly M[],
): readonly Expectation<M>[] =>
  Object.freeze(rules.map((rule) => parseCaseExpectation(rule, cases, metrics)));

/** Two cases may share a name when they come from different files. */
export function requireDistinct(cases: readonly Case[]): void {
  for (const [index, { name, reference }] of cases.entries()) {
    const others = cases.slice(0, index).filter((each) => each.name === name);
    const isKnown = (other: Case) => reference !== undefined && other.reference !== undefined;
    if (others.every((other) => isKnown(other) && other.reference !== reference)) continue;
    throw new UsageError(`two cases have the name ${name}`, {
      code: 'DUPLICATE_NAME',
      hint: 'Give one of them another name.',
    });
  }
}

/** Every worker has at least one turn, so every schedule has at least `workers - 1` switches. */
function readMaxSwitches(text: string | undefined, cases: readonly Case[]): number | null {
  if (text === undefined) return null;
  const most = parseCount('maxSwitches', text, WORKLOAD_LIMITS.maxSwitches);
  for (const { name, workers } of cases) {
    const fewest = workers.length - 1;
    if (most >= fewest) continue;
    throw new UsageError(
      `${option('maxSwitches')} ${most} allows no schedule of case ${name}: with ${counted(workers.length, 'worker')} each has ${fewest} or more switches`,
      {
        code: 'OPTION_CONFLICT',
        option: 'maxSwitches',
        hint: `Write ${option('maxSwitches')} ${fewest} or more, or leave it out for every schedule.`,
      },
    );
  }
  return most;
}
