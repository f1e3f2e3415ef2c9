/** The rules of `--expect`: `held`, `broken`, `claims`, `lost-updates=0`, `naive:broken`. */
import { about, UsageError } from '../errors.js';
import type {
  CaseLoadMetric,
  CaseMetric,
  Comparison,
  Expectation,
  ExpectationCheck,
  ExplorationMetric,
  FreeRaceMetric,
  Metric,
} from '../model.js';
import { unknownName } from './nearest-name.js';
import { quoted } from './parse.js';
import { option } from '../text/option.js';

const SUBJECT = about('expect');

const unknown = (kind: string) => ({ code: 'INVALID_RULE', subject: SUBJECT, kind }) as const;

type Word = 'held' | 'broken' | 'claims';

const WORDS = ['held', 'broken', 'claims'] as const satisfies readonly Word[];

/** What a rule can consist of. */
export interface RuleVocabulary<M extends string> {
  readonly words: readonly Word[];
  /** What it can compare with a number. */
  readonly metrics: readonly M[];
}

/**
 * What a rule can compare after a race. Latencies are in milliseconds, throughput is per second.
 */
export const METRICS = [
  'lost-updates',
  'violations',
  'retries',
  'failed',
  'indeterminate',
  'drift',
  'throughput',
  'p50',
  'p99',
] as const satisfies readonly Metric[];

/** The only metric that can be negative: all others are counts, times or rates. */
const SIGNED = 'drift' satisfies Metric;

/** What a rule can compare after an exploration. */
export const EXPLORATION_METRICS = ['schedules'] as const satisfies readonly ExplorationMetric[];

/** What a rule can compare after an exploration of cases. */
export const CASE_METRICS = ['schedules', 'failures'] as const satisfies readonly CaseMetric[];

/** What a rule can compare after free rounds of cases. */
export const FREE_RACE_METRICS = ['failures'] as const satisfies readonly FreeRaceMetric[];

/** What a rule can compare after a load of cases. */
export const CASE_LOAD_METRICS = [
  'failures',
  'throughput',
  'p50',
  'p95',
  'p99',
] as const satisfies readonly CaseLoadMetric[];

const OWNERS: readonly (readonly [command: string, metrics: readonly string[]])[] = [
  ['run and compare', METRICS],
  ['explore', EXPLORATION_METRICS],
  ['explore with cases', CASE_METRICS],
  ['run with cases', FREE_RACE_METRICS],
  ['run with cases and --workers', CASE_LOAD_METRICS],
];

const LATENCIES: readonly string[] = ['p50', 'p95', 'p99'] satisfies readonly (
  Metric | CaseLoadMetric
)[];

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const satisfies readonly Comparison[];

/**
 * @param strategyNames the strategies of this run
 * @param known every strategy there is
 * @param metrics what a rule may compare; default: the metrics of a race
 * @throws {UsageError} for an unknown word, metric, operator or strategy, an invalid number, or a
 *   strategy that is not in this run
 */
export function parseExpectation(
  rule: string,
  strategyNames: readonly string[],
  known: readonly string[],
): Expectation;
export function parseExpectation<M extends string>(
  rule: string,
  strategyNames: readonly string[],
  known: readonly string[],
  metrics: readonly M[],
): Expectation<M>;
export function parseExpectation(
  rule: string,
  strategyNames: readonly string[],
  known: readonly string[],
  metrics: readonly string[] = METRICS,
): Expectation<string> {
  const colon = rule.indexOf(':');
  const check = Object.freeze(
    parseCheck(rule.slice(colon + 1).trim(), rule, { words: WORDS, metrics }),
  );
  if (colon === -1) return Object.freeze({ rule, check });
  const strategy = rule.slice(0, colon).trim();
  requireInRun(strategy, strategyNames, known);
  return Object.freeze({ rule, subject: strategy, check });
}

function requireInRun(
  strategy: string,
  strategyNames: readonly string[],
  known: readonly string[],
): void {
  if (strategyNames.includes(strategy)) return;
  if (!known.includes(strategy))
    throw unknownName({ ...unknown('strategy'), code: 'UNKNOWN_STRATEGY' }, strategy, known);
  throw new UsageError(`${SUBJECT.text}: strategy ${quoted(strategy)} is not in this run`, {
    code: 'INVALID_RULE',
    option: 'expect',
    hint: `Add it with ${option('strategy')}, or name one that is: ${strategyNames.join(', ')}.`,
  });
}

/**
 * @param text the rule without the name that it may begin with
 * @param rule all of it, for the errors
 * @throws {UsageError} for an unknown word, metric or operator, or an invalid number
 */
export function parseCheck<M extends string>(
  text: string,
  rule: string,
  vocabulary: RuleVocabulary<M>,
): ExpectationCheck<M> {
  const { words, metrics } = vocabulary;
  if (text.includes(',') && words.some((each) => text.startsWith(`${each},`))) {
    throw new UsageError(`${SUBJECT.text}: ${quoted(rule)} is more than one rule`, {
      code: 'INVALID_RULE',
      option: 'expect',
      hint: `Give each rule an ${option('expect')} of its own.`,
    });
  }
  const word = words.find((each) => each === text);
  if (word !== undefined) return { kind: word };
  // Everything between name and number is the operator, so that the error quotes `=>` as an
  // operator.
  const parts = /^(?<name>[\w-]+)\s*(?<operator>[^\w\s.-]+)\s*(?<number>.*)$/u.exec(text)?.groups;
  if (parts === undefined) throw notARule(text, rule, vocabulary);
  const { name = '', operator = '', number = '' } = parts;
  const metric = metrics.find((each) => each === name);
  if (metric === undefined) throw notAMetric(name, rule, vocabulary);
  const comparison = COMPARISONS.find((each) => each === operator);
  if (comparison === undefined) throw unknownName(unknown('operator'), operator, COMPARISONS);
  return { kind: 'metric', metric, comparison, value: parseNumber(number, rule, metric, metrics) };
}

function notARule(text: string, rule: string, vocabulary: RuleVocabulary<string>): UsageError {
  const { words, metrics } = vocabulary;
  const metric = metrics.find((each) => each === text);
  if (metric === undefined) return unknownName(unknown('rule'), text, [...words, ...metrics]);
  return new UsageError(
    `${SUBJECT.text}: ${quoted(rule)} does not compare ${metric} with a number`,
    {
      code: 'INVALID_RULE',
      option: 'expect',
      hint: `Add an operator and a number, such as ${metric}=0. Operators: ${COMPARISONS.join(', ')}.`,
    },
  );
}

/** The error for an unknown metric. For a metric of another command, it names that command. */
function notAMetric(name: string, rule: string, vocabulary: RuleVocabulary<string>): UsageError {
  const { words, metrics } = vocabulary;
  const owner = OWNERS.find(([, owned]) => owned.includes(name))?.[0];
  if (owner !== undefined) {
    const here = [...words, ...metrics.map((metric) => `${metric}=…`)];
    return new UsageError(`${SUBJECT.text}: ${quoted(rule)} is a rule of ${owner}`, {
      code: 'INVALID_RULE',
      option: 'expect',
      hint: `Here a rule can be ${here.join(', ')}.`,
    });
  }
  if (metrics.length === 0) return notARule(rule, rule, vocabulary);
  return unknownName(unknown('metric'), name, metrics);
}

function parseNumber(
  text: string,
  rule: string,
  metric: string,
  metrics: readonly string[],
): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value < 0 && Number.isFinite(value) && metric !== SIGNED) {
    throw new UsageError(
      `${SUBJECT.text}: ${quoted(rule)} compares ${metric} with a number below 0`,
      {
        code: 'INVALID_RULE',
        option: 'expect',
        hint: 'Write 0 or more: it is a count, a time or a rate.',
      },
    );
  }
  if (Number.isFinite(value)) return value;
  const unit = LATENCIES.some((each) => metrics.includes(each)) ? ' (latencies are in ms)' : '';
  throw new UsageError(`${SUBJECT.text}: ${quoted(text)} in ${quoted(rule)} is not a number`, {
    code: 'INVALID_RULE',
    option: 'expect',
    hint: `Write plain digits without a unit, such as ${metric}<=5${unit}.`,
  });
}
