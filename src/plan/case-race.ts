/** Flags of `run` → validated, frozen plans for free races of cases. No later part checks them again. */
import { UsageError } from '../errors.js';
import type { Case, CaseLoadPlan, FreeRacePlan } from '../model.js';
import { option, type OptionName } from '../text/option.js';
import { readCaseExpectations, requireDistinct, type CaseContext } from './case.js';
import { requireNoWorkloadInRace } from './case-race-workload.js';
import { DEFAULTS } from './defaults.js';
import { CASE_LOAD_METRICS, FREE_RACE_METRICS } from './expectation.js';
import { LIMITS } from './limits.js';
import type { RunFlags } from './plan.js';
import { readExtent, requireFewOperations } from './extent.js';
import { readCount } from './read.js';
import { serverUrl } from './url.js';

/** The options that make a load of the workers. */
const OF_LOAD = ['workers', 'operations', 'duration'] as const satisfies readonly OptionName[];

/**
 * Rounds, unless a flag asks for a load.
 * @param cases at least one
 * @throws {UsageError} when a flag is wrong, or makes no sense for a case; the message names it
 */
export function createCaseRacePlan(
  flags: RunFlags,
  cases: readonly Case[],
  { environmentUrl }: CaseContext,
): FreeRacePlan | CaseLoadPlan {
  requireNoWorkloadInRace(flags);
  const distinct = Object.freeze([...new Set(cases)]);
  requireDistinct(distinct);
  const seed = readCount('seed', flags.seed, LIMITS.seed, DEFAULTS.cases.seed);
  const shared = { cases: distinct, seed, url: serverUrl(flags.url, environmentUrl) };
  const ofLoad = OF_LOAD.find((name) => flags[name] !== undefined);
  if (ofLoad === undefined) {
    requireOneProcess(flags);
    const { rounds } = DEFAULTS.cases;
    return Object.freeze({
      command: 'run',
      kind: 'rounds',
      ...shared,
      rounds: readCount('rounds', flags.rounds, LIMITS.rounds, rounds),
      expectations: readCaseExpectations(flags.expect, distinct, FREE_RACE_METRICS),
    });
  }
  if (flags.rounds !== undefined) throw eitherRoundsOr(ofLoad);
  return Object.freeze({
    command: 'run',
    kind: 'load',
    ...shared,
    ...readLoad(flags, distinct),
    expectations: readCaseExpectations(flags.expect, distinct, CASE_LOAD_METRICS),
  });
}

function readLoad(
  flags: RunFlags,
  cases: readonly Case[],
): Pick<CaseLoadPlan, 'workers' | 'processes' | 'extent'> {
  const { workers: most, operations } = DEFAULTS.cases;
  const workers = readCount('workers', flags.workers, LIMITS.workers, most);
  const extent = readExtent(flags, operations);
  requireFewOperations(workers, extent, 'Lower one of them.');
  const processes = readCount('processes', flags.processes, LIMITS.processes, 1);
  requireSpreadable(processes, workers, cases);
  return { workers, processes, extent: Object.freeze(extent) };
}

/** @throws {UsageError} when other processes cannot run the workers */
function requireSpreadable(processes: number, workers: number, cases: readonly Case[]): void {
  if (processes === 1) return;
  if (processes > workers) {
    throw new UsageError(
      `${option('processes')} ${processes} is more than ${option('workers')} ${workers}`,
      {
        code: 'OPTION_CONFLICT',
        option: 'processes',
        hint: `Write ${option('processes')} ${workers} or fewer, or raise ${option('workers')}.`,
      },
    );
  }
  const stuck = cases.find(({ file }) => file === undefined);
  if (stuck !== undefined) {
    throw noProcesses(
      processes,
      `${stuck.name} is an object, which other processes cannot use`,
      'Put it into its own file and give the path of that file',
    );
  }
  const elsewhere = cases.find(
    (each) => each.service !== null || each.workers.some((worker) => 'program' in worker),
  );
  if (elsewhere === undefined) return;
  throw noProcesses(
    processes,
    `${elsewhere.name} runs its code in processes of its own`,
    'Give its service replicas',
  );
}

const noProcesses = (processes: number, problem: string, remedy: string): UsageError =>
  new UsageError(`${option('processes')} ${processes}: ${problem}`, {
    code: 'OPTION_CONFLICT',
    option: 'processes',
    hint: `${remedy}, or leave ${option('processes')} out.`,
  });

const eitherRoundsOr = (name: OptionName): UsageError =>
  new UsageError(`${option('rounds')} and ${option(name)} exclude each other for a case`, {
    code: 'OPTION_CONFLICT',
    option: name,
    hint:
      `${option('rounds')} runs each worker of the case once, again and again from the rows of start. ` +
      `${option('workers')} with ${option('operations')} or ${option('duration')} is a load from one start.`,
  });

/** @throws {UsageError} when rounds are to be spread over processes */
function requireOneProcess({ processes }: RunFlags): void {
  if (processes === undefined || processes === '1') return;
  throw new UsageError(`${option('processes')} is for a load of a case, not for rounds`, {
    code: 'OPTION_CONFLICT',
    option: 'processes',
    hint: `Add ${option('workers')}, or leave ${option('processes')} out: in the case, replicas: 2 opens the application twice.`,
  });
}
