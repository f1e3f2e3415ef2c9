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
import { flagOf } from '../text/option.js';
import { lettersOf } from '../text/schedule.js';
import {
  expectationWords,
  settingWords,
  timeLimitSetting,
  urlWords,
  type Setting,
} from './command-words.js';
import {
  DEFAULTS,
  defaultBalance,
  defaultWorkloadBalance,
  defaultTimeLimitMs,
  defaultTimeoutMs,
} from './defaults.js';
import { formatAmount, formatBackoff, formatTime } from './format.js';
import { shellWord } from './shell-word.js';

/**
 * The shortest command line that repeats a plan, quoted for a POSIX shell. It always contains the
 * strategies and the seed. In the address of a server, `PASSWORD` replaces the password.
 *
 * `compare` always lists its strategies: in the next version, "all" may mean more of them.
 *
 * @param strategies names of the strategies to race again; default: all. Expectations of other
 *   strategies are left out.
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
    ...expectationWords(plan.expectations, isAboutOneOf(strategies)),
  ].join(' ');
}

/**
 * The shortest command line that repeats an exploration, quoted for a POSIX shell. It always
 * contains the strategies. In the address of a server, `PASSWORD` replaces the password.
 *
 * @param strategies names of the strategies to explore again; default: all. Expectations of other
 *   strategies are left out.
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
      ...workloadSettings(plan),
      ['maxSchedules', `${plan.maxSchedules}`, `${defaults.maxSchedules}`],
      ['maxSwitches', `${plan.maxSwitches}`, 'null'],
      timeLimitSetting(plan.timeLimitMs),
      ['lanes', `${plan.lanes}`, `${defaults.lanes}`],
    ]),
    ...urlWords(plan.url),
    ...expectationWords(plan.expectations, isAboutOneOf(strategies)),
  ].join(' ');
}

/**
 * The shortest command line that runs one schedule of a workload again, quoted for a POSIX shell.
 * In the address of a server, `PASSWORD` replaces the password.
 */
export function replayCommandOf(
  workload: Workload & Pick<ExplorePlan, 'url'> & Strategies,
  strategy: string,
  schedule: Schedule,
): string {
  return [
    'race-lab replay',
    ...settingWords([
      ['strategy', strategyList(strategiesOf(workload), [strategy]), null],
      // Empty: a person has not taken a step yet.
      ['schedule', lettersOf(schedule), ''],
      ...workloadSettings(workload),
    ]),
    ...urlWords(workload.url),
  ].join(' ');
}

/**
 * The command line that runs an experiment of a config again, quoted for a POSIX shell. In the
 * address of a server, `PASSWORD` replaces the password.
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

/** The settings that `explore` and `replay` share, with the same defaults. */
function workloadSettings(workload: Workload): readonly Setting[] {
  const { scenario, workers, operations, accounts, balance, amount, seed } = workload;
  const { retries, retriesWithoutProgress } = workload;
  const defaults = DEFAULTS.replay;
  const isDefault = retriesWithoutProgress === defaults.retriesWithoutProgress;
  return [
    ['workers', `${workers}`, `${defaults.workers}`],
    ['operations', `${operations}`, `${defaults.operations}`],
    ['scenario', wordFor(scenario), defaults.scenario],
    ['accounts', `${accounts}`, `${scenario.accounts.default}`],
    ['balance', `${balance}`, `${defaultWorkloadBalance(scenario, workload)}`],
    ['amount', formatAmount(amount), formatAmount(defaults.amount)],
    ['retries', `${retries}`, isDefault ? `${defaults.retries}` : null],
    ['seed', `${seed}`, `${defaults.seed}`],
  ];
}

/** The strategies of an exploration, or the one of a replay. */
type Strategies = Pick<ExplorePlan, 'strategies'> | Pick<ReplayPlan, 'strategy'>;

const strategiesOf = (plan: Strategies): readonly Strategy[] =>
  'strategies' in plan ? plan.strategies : [plan.strategy];

/** The value of `--strategy` for these names. A strategy from a file is named by the file. */
function strategyList(known: readonly Strategy[], names: readonly string[]): string {
  const words = names.map((name) => wordFor(known.find((each) => each.name === name) ?? { name }));
  return words.join(',');
}

const wordFor = ({ name, reference }: Pick<Strategy, 'name' | 'reference'>): string =>
  reference ?? name;

/** Whether a rule is about all strategies, or about one of these. */
const isAboutOneOf =
  (strategies: readonly string[]) =>
  ({ subject }: { readonly subject?: string }): boolean =>
    subject === undefined || strategies.includes(subject);
