import type { Extent, RunPlan } from '../model.js';
import { DEFAULTS, defaultBalance, defaultTimeLimitMs, defaultTimeoutMs } from './defaults.js';
import { formatAmount, formatBackoff, formatTime } from './format.js';

/** A flag, its value, and the value that it has when it is left out (null: never left out). */
type Setting = readonly [flag: string, value: string, fallback: string | null];

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
  const settings = [...workSettings(plan, strategies), ...paceSettings(plan)].filter(
    ([, value, fallback]) => value !== fallback,
  );
  const expectations = plan.expectations.filter(
    ({ strategy }) => strategy === undefined || strategies.includes(strategy),
  );
  return [
    'race-lab',
    plan.command,
    ...settings.flatMap(([flag, value]) => [flag, shellWord(value)]),
    ...(plan.url === null ? [] : ['--url', shellWord(withoutPassword(plan.url))]),
    ...(plan.keep ? ['--keep'] : []),
    ...expectations.flatMap(({ rule }) => ['--expect', shellWord(rule)]),
  ].join(' ');
}

function workSettings(plan: RunPlan, strategies: readonly string[]): readonly Setting[] {
  const defaults = DEFAULTS[plan.command];
  return [
    ['--strategy', strategies.join(','), null],
    ['--workers', `${plan.workers}`, `${defaults.workers}`],
    extentSetting(plan.extent, defaults.operations),
    ['--scenario', plan.scenario.name, defaults.scenario],
    ['--accounts', `${plan.accounts}`, `${defaults.accounts}`],
    ['--balance', `${plan.balance}`, `${defaultBalance(plan.scenario, plan)}`],
    ['--amount', formatAmount(plan.amount), formatAmount(defaults.amount)],
  ];
}

function paceSettings(plan: RunPlan): readonly Setting[] {
  const defaults = DEFAULTS[plan.command];
  const timeLimit = defaultTimeLimitMs(plan.command, plan.extent);
  const timeout = defaultTimeoutMs(plan.strategies.length * plan.rounds, plan.timeLimitMs);
  return [
    ['--think', `${plan.thinkMs}`, `${defaults.thinkMs}`],
    ['--retries', `${plan.retries}`, `${defaults.retries}`],
    ['--backoff', formatBackoff(plan.backoff), formatBackoff(defaults.backoff)],
    ['--connections', `${plan.connections}`, 'null'],
    ['--rounds', `${plan.rounds}`, `${defaults.rounds}`],
    ['--seed', `${plan.seed}`, null],
    ['--time-limit', formatTime(plan.timeLimitMs), formatTime(timeLimit)],
    ['--timeout', formatTime(plan.timeoutMs), formatTime(timeout)],
  ];
}

function extentSetting(extent: Extent, operations: number): Setting {
  switch (extent.kind) {
    case 'operations':
      return ['--operations', `${extent.perWorker}`, `${operations}`];
    case 'duration':
      return ['--duration', formatTime(extent.ms), null];
    default:
      return extent satisfies never;
  }
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  if (url.password !== '') url.password = 'PASSWORD';
  return url.href;
}

/** A word that a POSIX shell passes on as it is. */
function shellWord(text: string): string {
  return /^[\w.,:=/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
