import type {
  Workload,
  ExplorePlan,
  Extent,
  Origin,
  ReplayPlan,
  RunPlan,
  Schedule,
  Strategy,
} from '../model.js';
import { withPassword } from '../database/connection-string.js';
import { flagOf, type OptionName } from '../text/option.js';
import { lettersOf } from '../text/schedule.js';
import {
  DEFAULTS,
  defaultBalance,
  defaultWorkloadBalance,
  defaultTimeLimitMs,
  defaultTimeoutMs,
} from './defaults.js';
import { formatAmount, formatBackoff, formatTime } from './format.js';
import { shellWord } from './shell-word.js';

/** An option, its value, and the value that it has when it is left out (null: never left out). */
type Setting = readonly [option: OptionName, value: string, fallback: string | null];

/**
 * The shortest command line that repeats a plan, ready for a POSIX shell. Strategies and seed are
 * always there; in the address of a server, `PASSWORD` stands in for a password.
 *
 * `compare` always lists its strategies: "all" may be more of them in the next version.
 *
 * @param strategies names of those to race again, when it is not all of the plan's; expectations
 *   that speak of others are left out
 */
export function commandOf(
  plan: RunPlan,
  strategies: readonly string[] = plan.strategies.map((strategy) => strategy.name),
): string {
  return [
    'race-lab',
    plan.command,
    ...settingWords([...workSettings(plan, strategies), ...paceSettings(plan)]),
    ...urlWords(plan.url),
    ...(plan.keep ? [flagOf('keep')] : []),
    ...expectationWords(plan.expectations, strategies),
  ].join(' ');
}

/**
 * The shortest command line that repeats an exploration, ready for a POSIX shell. Strategies are
 * always there; in the address of a server, `PASSWORD` stands in for a password.
 *
 * @param strategies names of those to explore again, when it is not all of the plan's;
 *   expectations that speak of others are left out
 */
export function exploreCommandOf(
  plan: ExplorePlan,
  strategies: readonly string[] = plan.strategies.map((strategy) => strategy.name),
): string {
  const defaults = DEFAULTS.explore;
  return [
    'race-lab explore',
    ...settingWords([
      ['strategy', strategyList(plan.strategies, strategies), null],
      ...experimentSettings(plan),
      ['maxSchedules', `${plan.maxSchedules}`, `${defaults.maxSchedules}`],
      ['maxSwitches', `${plan.maxSwitches}`, 'null'],
      ['lanes', `${plan.lanes}`, `${defaults.lanes}`],
    ]),
    ...urlWords(plan.url),
    ...expectationWords(plan.expectations, strategies),
  ].join(' ');
}

/**
 * The shortest command line that runs one schedule of an experiment again, ready for a POSIX
 * shell. In the address of a server, `PASSWORD` stands in for a password.
 */
export function replayCommandOf(
  experiment: Workload & Pick<ExplorePlan, 'url'> & Strategies,
  strategy: string,
  schedule: Schedule,
): string {
  return [
    'race-lab replay',
    ...settingWords([
      ['strategy', strategyList(strategiesOf(experiment), [strategy]), null],
      ['schedule', lettersOf(schedule), null],
      ...experimentSettings(experiment),
    ]),
    ...urlWords(experiment.url),
  ].join(' ');
}

/**
 * The command line that carries an experiment of a config out once more, ready for a POSIX shell.
 * In the address of a server, `PASSWORD` stands in for a password.
 */
export const checkCommandOf = ({ file, experiment, url }: Origin): string =>
  ['race-lab check', shellWord(file), flagOf('only'), shellWord(experiment), ...urlWords(url)].join(
    ' ',
  );

/* ---------- Settings ---------- */

function workSettings(plan: RunPlan, strategies: readonly string[]): readonly Setting[] {
  const defaults = DEFAULTS[plan.command];
  return [
    ['strategy', strategyList(plan.strategies, strategies), null],
    ['workers', `${plan.workers}`, `${defaults.workers}`],
    extentSetting(plan.extent, defaults.operations),
    ['scenario', wordFor(plan.scenario), defaults.scenario],
    ['accounts', `${plan.accounts}`, `${plan.scenario.accounts.default}`],
    ['balance', `${plan.balance}`, `${defaultBalance(plan.scenario, plan)}`],
    ['amount', formatAmount(plan.amount), formatAmount(defaults.amount)],
  ];
}

function paceSettings(plan: RunPlan): readonly Setting[] {
  const defaults = DEFAULTS[plan.command];
  const timeLimit = defaultTimeLimitMs(plan.command, plan.extent);
  const timeout = defaultTimeoutMs(plan.strategies.length * plan.rounds, plan.timeLimitMs);
  return [
    ['think', `${plan.thinkMs}`, `${defaults.thinkMs}`],
    ['retries', `${plan.retries}`, `${defaults.retries}`],
    ['backoff', formatBackoff(plan.backoff), formatBackoff(defaults.backoff)],
    ['connections', `${plan.connections}`, 'null'],
    ['processes', `${plan.processes}`, '1'],
    ['rounds', `${plan.rounds}`, `${defaults.rounds}`],
    ['seed', `${plan.seed}`, null],
    ['timeLimit', formatTime(plan.timeLimitMs), formatTime(timeLimit)],
    ['timeout', formatTime(plan.timeoutMs), formatTime(timeout)],
  ];
}

function extentSetting(extent: Extent, operations: number): Setting {
  switch (extent.kind) {
    case 'operations':
      return ['operations', `${extent.perWorker}`, `${operations}`];
    case 'duration':
      return ['duration', formatTime(extent.ms), null];
    default:
      return extent satisfies never;
  }
}

/** Those that exploring and replaying share; their defaults are the same. */
function experimentSettings(experiment: Workload): readonly Setting[] {
  const { scenario, workers, operations, accounts, balance, amount, seed } = experiment;
  const { retries, retriesWithoutProgress } = experiment;
  const defaults = DEFAULTS.replay;
  const isDefault = retriesWithoutProgress === defaults.retriesWithoutProgress;
  return [
    ['workers', `${workers}`, `${defaults.workers}`],
    ['operations', `${operations}`, `${defaults.operations}`],
    ['scenario', wordFor(scenario), defaults.scenario],
    ['accounts', `${accounts}`, `${scenario.accounts.default}`],
    ['balance', `${balance}`, `${defaultWorkloadBalance(scenario, experiment)}`],
    ['amount', formatAmount(amount), formatAmount(defaults.amount)],
    ['retries', `${retries}`, isDefault ? `${defaults.retries}` : null],
    ['seed', `${seed}`, `${defaults.seed}`],
  ];
}

/** Those of an exploration, or the one of a replay. */
type Strategies = Pick<ExplorePlan, 'strategies'> | Pick<ReplayPlan, 'strategy'>;

const strategiesOf = (plan: Strategies): readonly Strategy[] =>
  'strategies' in plan ? plan.strategies : [plan.strategy];

/** What `--strategy` takes for these names: where one came from a file, the file. */
function strategyList(known: readonly Strategy[], names: readonly string[]): string {
  const words = names.map((name) => wordFor(known.find((each) => each.name === name) ?? { name }));
  return words.join(',');
}

const wordFor = ({ name, reference }: Pick<Strategy, 'name' | 'reference'>): string =>
  reference ?? name;

/* ---------- Words ---------- */

/** Those that are not at their default. */
function settingWords(settings: readonly Setting[]): readonly string[] {
  return settings
    .filter(([, value, fallback]) => value !== fallback)
    .flatMap(([name, value]) => [flagOf(name), shellWord(value)]);
}

function urlWords(url: string | null): readonly string[] {
  return url === null ? [] : [flagOf('url'), shellWord(withPassword(url, 'PASSWORD'))];
}

/** The rules that speak of all strategies, or of one of these. */
function expectationWords(
  expectations: readonly { readonly rule: string; readonly strategy?: string }[],
  strategies: readonly string[],
): readonly string[] {
  return expectations
    .filter(({ strategy }) => strategy === undefined || strategies.includes(strategy))
    .flatMap(({ rule }) => [flagOf('expect'), shellWord(rule)]);
}
