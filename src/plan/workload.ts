/** The flags that `explore` and `replay` share → the workload, and the server. */
import { about } from '../errors.js';
import type { Workload, ExplorePlan, Strategy } from '../model.js';
import type { PlanContext } from './context.js';
import { DEFAULTS, defaultWorkloadBalance } from './defaults.js';
import { WORKLOAD_LIMITS, LIMITS } from './limits.js';
import { selectScenario, selectStrategies } from './names.js';
import { parseCount } from './parse.js';
import { readAccounts, readAmount, readCount } from './read.js';
import { serverUrl } from './url.js';

/** Raw text from the command line; a flag that is not given is absent. */
export interface WorkloadFlags {
  /** Each may be a comma list. */
  readonly strategy?: readonly string[] | undefined;
  readonly scenario?: string | undefined;
  readonly workers?: string | undefined;
  readonly operations?: string | undefined;
  readonly accounts?: string | undefined;
  readonly balance?: string | undefined;
  readonly amount?: string | undefined;
  readonly retries?: string | undefined;
  readonly seed?: string | undefined;
  readonly url?: string | undefined;
  readonly expect?: readonly string[] | undefined;
}

/** What `explore` and `replay` need besides the flags. Their default seed is fixed, not random. */
export type WorkloadContext = Omit<PlanContext, 'randomSeed'>;

// The defaults of both commands.
const DEFAULT = DEFAULTS.replay;

/** @throws {UsageError} for an unknown name, or an empty name in a list */
export function readStrategies(
  flags: WorkloadFlags,
  context: WorkloadContext,
): readonly Strategy[] {
  const named = flags.strategy?.length ? flags.strategy : [DEFAULT.strategy];
  return Object.freeze(
    selectStrategies(named, context.strategies, about('strategy'), context.files),
  );
}

/** @throws {UsageError} when a flag is wrong; the message names the flag */
export function readWorkload(
  flags: WorkloadFlags,
  context: WorkloadContext,
): Workload & Pick<ExplorePlan, 'url'> {
  const limits = WORKLOAD_LIMITS;
  const { scenarios, files } = context;
  const scenario = selectScenario(flags.scenario ?? DEFAULT.scenario, scenarios, files);
  const size = {
    workers: readCount('workers', flags.workers, limits.workers, DEFAULT.workers),
    operations: readCount('operations', flags.operations, limits.operations, DEFAULT.operations),
    accounts: readAccounts(flags.accounts, limits.accounts, scenario),
    amount: readAmount(flags.amount, DEFAULT.amount),
  };
  return {
    scenario,
    ...size,
    balance: readCount('balance', flags.balance, LIMITS.balance, () =>
      defaultWorkloadBalance(scenario, size),
    ),
    ...readRetries(flags.retries),
    seed: readCount('seed', flags.seed, LIMITS.seed, DEFAULT.seed),
    url: serverUrl(flags.url, context.environmentUrl),
  };
}

/** A given number applies to every strategy. */
function readRetries(
  text: string | undefined,
): Pick<Workload, 'retries' | 'retriesWithoutProgress'> {
  const { retries, retriesWithoutProgress } = DEFAULT;
  if (text === undefined) return { retries, retriesWithoutProgress };
  const given = parseCount('retries', text, WORKLOAD_LIMITS.retries);
  return { retries: given, retriesWithoutProgress: given };
}
