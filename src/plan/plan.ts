/** Flags → a validated, frozen {@link RunPlan}. No later part checks it again. */
import { about, UsageError } from '../errors.js';
import type { RunPlan, Scenario, Strategy } from '../model.js';
import type { PlanContext } from './context.js';
import { DEFAULTS, defaultBalance, defaultTimeLimitMs, defaultTimeoutMs } from './defaults.js';
import type { Size } from './defaults.js';
import { METRICS } from './expectation.js';
import { readExtent, requireFewOperations } from './extent.js';
import { formatTime } from './format.js';
import { LIMITS } from './limits.js';
import { isNameableScenario, isNameableStrategy } from './naming.js';
import { selectScenario, selectStrategies } from './names.js';
import { parseBackoff, parseCount, parseTime } from './parse.js';
import { readAccounts, readAmount, readCount, readExpectations } from './read.js';
import { serverUrl } from './url.js';
import { option } from '../text/option.js';

export type { PlanContext } from './context.js';

/**
 * The flags of `run` and `compare`: raw text from the command line; a flag that is not given is
 * absent.
 */
export interface RunFlags {
  /** Each may be a comma list. */
  readonly strategy?: readonly string[] | undefined;
  readonly workers?: string | undefined;
  readonly operations?: string | undefined;
  readonly duration?: string | undefined;
  readonly scenario?: string | undefined;
  readonly accounts?: string | undefined;
  readonly balance?: string | undefined;
  readonly amount?: string | undefined;
  readonly think?: string | undefined;
  readonly retries?: string | undefined;
  readonly backoff?: string | undefined;
  readonly connections?: string | undefined;
  readonly processes?: string | undefined;
  readonly rounds?: string | undefined;
  readonly seed?: string | undefined;
  readonly timeLimit?: string | undefined;
  readonly timeout?: string | undefined;
  readonly url?: string | undefined;
  readonly keep?: boolean | undefined;
  readonly expect?: readonly string[] | undefined;
}

/** More operations per second than one Node process can send to a server. */
const UNREACHABLE_OPERATIONS_PER_SECOND = 100_000;

/**
 * @throws {UsageError} when a flag is wrong, or two flags conflict; the message names them
 */
export function createPlan(
  command: RunPlan['command'],
  flags: RunFlags,
  context: PlanContext,
): RunPlan {
  const defaults = DEFAULTS[command];
  const named = flags.strategy?.length ? flags.strategy : [defaults.strategy];
  const { scenarios, files } = context;
  const strategies = selectStrategies(named, context.strategies, about('strategy'), files);
  const scenario = selectScenario(flags.scenario ?? defaults.scenario, scenarios, files);
  const size = readSize(command, flags, scenario);
  const pace = readPace(command, flags);
  const rounds = readCount('rounds', flags.rounds, LIMITS.rounds, defaults.rounds);
  const balance = readCount('balance', flags.balance, LIMITS.balance, () =>
    defaultBalance(scenario, size),
  );
  requireExactTotals({ ...size, rounds, balance });
  const spread = readSpread(flags, size.workers);
  requireNameable(spread.processes, strategies, scenario);
  return Object.freeze({
    command,
    strategies: Object.freeze(strategies),
    scenario,
    ...size,
    balance,
    ...pace,
    ...spread,
    rounds,
    ...readTimes(command, flags, { ...size, ...pace }, strategies.length * rounds),
    ...readServer(flags, context),
    expectations: readExpectations(flags.expect, strategies, context, METRICS),
    seed: readCount('seed', flags.seed, LIMITS.seed, context.randomSeed),
  });
}

function readSize(command: RunPlan['command'], flags: RunFlags, scenario: Scenario): Size {
  const defaults = DEFAULTS[command];
  const workers = readCount('workers', flags.workers, LIMITS.workers, defaults.workers);
  const extent = readExtent(flags, defaults.operations);
  const remedy = `Lower one of them, or repeat a smaller round with ${option('rounds')}.`;
  requireFewOperations(workers, extent, remedy);
  return {
    workers,
    extent: Object.freeze(extent),
    accounts: readAccounts(flags.accounts, LIMITS.accounts, scenario),
    amount: readAmount(flags.amount, defaults.amount),
  };
}

function readPace(
  command: RunPlan['command'],
  flags: RunFlags,
): Pick<RunPlan, 'thinkMs' | 'retries' | 'backoff'> {
  const defaults = DEFAULTS[command];
  return {
    thinkMs:
      flags.think === undefined
        ? defaults.thinkMs
        : parseCount('think', flags.think, LIMITS.think, 'milliseconds'),
    retries: readCount('retries', flags.retries, LIMITS.retries, defaults.retries),
    backoff: Object.freeze(
      flags.backoff === undefined
        ? defaults.backoff
        : parseBackoff('backoff', flags.backoff, LIMITS.backoff),
    ),
  };
}

/** Every process has at least one worker and one connection. */
function readSpread(flags: RunFlags, workers: number): Pick<RunPlan, 'connections' | 'processes'> {
  const connections = readConnections(flags, workers);
  const processes = readCount('processes', flags.processes, LIMITS.processes, 1);
  const least = Math.min(workers, connections ?? workers);
  if (processes <= least) return { connections, processes };
  const shared = option(least === workers ? 'workers' : 'connections');
  throw new UsageError(`${option('processes')} ${processes} is more than ${shared} ${least}`, {
    code: 'OPTION_CONFLICT',
    option: 'processes',
    hint: `Write ${option('processes')} ${least} or fewer, or raise ${shared}.`,
  });
}

/** Another process cannot use objects of this one: it finds strategies by name, or loads files. */
function requireNameable(
  processes: number,
  strategies: readonly Strategy[],
  scenario: Scenario,
): void {
  if (processes === 1) return;
  const stuck =
    strategies.find((each) => !isNameableStrategy(each)) ??
    (isNameableScenario(scenario) ? undefined : scenario);
  if (stuck === undefined) return;
  throw new UsageError(
    `${option('processes')} ${processes}: ${stuck.name} is an object, which other processes cannot use`,
    {
      code: 'OPTION_CONFLICT',
      option: 'processes',
      hint: `Put it into its own file and give the path of that file, or leave ${option('processes')} out.`,
    },
  );
}

function readConnections(flags: RunFlags, workers: number): number | null {
  if (flags.connections === undefined) {
    if (workers <= LIMITS.connections.max) return null;
    throw new UsageError(
      `${option('workers')} ${workers} would need one connection each, more than ${LIMITS.connections.max}`,
      {
        code: 'OPTION_CONFLICT',
        option: 'workers',
        hint: `Let the workers share connections, such as ${option('connections')} 100.`,
      },
    );
  }
  const connections = parseCount('connections', flags.connections, LIMITS.connections);
  if (connections <= workers) return connections;
  throw new UsageError(
    `${option('connections')} ${connections} is more than ${option('workers')} ${workers} can use`,
    {
      code: 'OPTION_CONFLICT',
      option: 'connections',
      hint: `Write ${option('connections')} ${workers} or fewer, or leave it out for one per worker.`,
    },
  );
}

function readTimes(
  command: RunPlan['command'],
  flags: RunFlags,
  { extent, thinkMs }: Pick<RunPlan, 'extent' | 'thinkMs'>,
  races: number,
): Pick<RunPlan, 'timeLimitMs' | 'timeoutMs'> {
  const timeLimitMs =
    flags.timeLimit === undefined
      ? defaultTimeLimitMs(command, extent)
      : parseTime('timeLimit', flags.timeLimit, LIMITS.timeLimit);
  if (extent.kind === 'duration' && timeLimitMs < extent.ms) {
    throw new UsageError(
      `${option('timeLimit')} ${formatTime(timeLimitMs)} would cut ${option('duration')} ${formatTime(extent.ms)} short`,
      {
        code: 'OPTION_CONFLICT',
        option: 'timeLimit',
        hint: `Raise ${option('timeLimit')} to the duration at least, or leave it out.`,
      },
    );
  }
  if (thinkMs >= timeLimitMs) {
    throw new UsageError(
      `${option('think')} ${thinkMs} leaves no time within ${option('timeLimit')} ${formatTime(timeLimitMs)}`,
      {
        code: 'OPTION_CONFLICT',
        option: 'think',
        hint: `Lower ${option('think')}, which is in milliseconds, or raise ${option('timeLimit')}.`,
      },
    );
  }
  const timeoutMs =
    flags.timeout === undefined
      ? defaultTimeoutMs(races, timeLimitMs)
      : parseTime('timeout', flags.timeout, LIMITS.timeout);
  return { timeLimitMs, timeoutMs };
}

function readServer(flags: RunFlags, context: PlanContext): Pick<RunPlan, 'url' | 'keep'> {
  const keep = flags.keep ?? false;
  const url = serverUrl(flags.url, context.environmentUrl);
  if (url !== null || !keep) return { url, keep };
  throw new UsageError(`${option('keep')} needs a server that still runs after the command`, {
    code: 'OPTION_CONFLICT',
    option: 'keep',
    hint: `Give one with ${option('url')} or RACE_LAB_URL; an embedded server is removed at the end.`,
  });
}

/** Sums over accounts and rounds are JavaScript numbers, which are exact up to 2^53 − 1. */
function requireExactTotals(plan: Size & Pick<RunPlan, 'rounds' | 'balance'>): void {
  const { extent, accounts, balance, amount, rounds } = plan;
  const operations =
    extent.kind === 'operations'
      ? plan.workers * extent.perWorker
      : Math.ceil((extent.ms * UNREACHABLE_OPERATIONS_PER_SECOND) / 1_000);
  const most = (accounts * balance + operations * amount.max) * rounds;
  if (most <= Number.MAX_SAFE_INTEGER) return;
  throw new UsageError(
    `${option('balance')} ${balance} with ${option('accounts')} ${accounts}, ${option('amount')} up to ${amount.max} and ${option('rounds')} ${rounds} can add up to ${most}, and sums are exact only up to ${Number.MAX_SAFE_INTEGER}`,
    {
      code: 'OPTION_CONFLICT',
      option: 'balance',
      hint: `Lower ${option('balance')}, ${option('amount')}, ${option('accounts')} or ${option('rounds')}.`,
    },
  );
}
