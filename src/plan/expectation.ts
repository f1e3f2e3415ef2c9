/** The rules of `--expect`: `held`, `broken`, `claims`, `lost-updates=0`, `naive:broken`. */
import { UsageError } from '../errors.js';
import type { Comparison, Expectation, ExpectationCheck, Metric } from '../model.js';
import { unknownName } from './nearest.js';
import { quoted } from './parse.js';

const FLAG = '--expect';

const WORDS = ['held', 'broken', 'claims'] as const;

/** What a rule can compare. Latencies are in milliseconds, throughput is per second. */
const METRICS = [
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

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const satisfies readonly Comparison[];

/**
 * @param strategyNames the strategies of this run
 * @param known every strategy there is
 * @throws {UsageError} for an unknown word, metric, operator or strategy, a number that is none,
 *   or a strategy that is not in this run
 */
export function parseExpectation(
  rule: string,
  strategyNames: readonly string[],
  known: readonly string[],
): Expectation {
  const colon = rule.indexOf(':');
  const check = Object.freeze(parseCheck(rule.slice(colon + 1).trim(), rule));
  if (colon === -1) return Object.freeze({ rule, check });
  const strategy = rule.slice(0, colon).trim();
  requireInRun(strategy, strategyNames, known);
  return Object.freeze({ rule, strategy, check });
}

function requireInRun(
  strategy: string,
  strategyNames: readonly string[],
  known: readonly string[],
): void {
  if (strategyNames.includes(strategy)) return;
  if (!known.includes(strategy)) throw unknownName(FLAG, 'strategy', strategy, known);
  throw new UsageError(`${FLAG}: strategy ${quoted(strategy)} is not in this run`, {
    hint: `Add it with --strategy, or speak of one that is: ${strategyNames.join(', ')}.`,
  });
}

function parseCheck(text: string, rule: string): ExpectationCheck {
  if (text.includes(',') && WORDS.some((each) => text.startsWith(`${each},`))) {
    throw new UsageError(`${FLAG}: ${quoted(rule)} is more than one rule`, {
      hint: 'Give each rule an --expect of its own.',
    });
  }
  const word = WORDS.find((each) => each === text);
  if (word !== undefined) return { kind: word };
  // Whatever stands between name and number is taken for the operator, so that `=>` is named as one.
  const parts = /^(?<name>[\w-]+)\s*(?<operator>[^\w\s.-]+)\s*(?<number>.*)$/u.exec(text)?.groups;
  if (parts === undefined) throw notARule(text, rule);
  const { name = '', operator = '', number = '' } = parts;
  const metric = METRICS.find((each) => each === name);
  if (metric === undefined) throw unknownName(FLAG, 'metric', name, METRICS);
  const comparison = COMPARISONS.find((each) => each === operator);
  if (comparison === undefined) throw unknownName(FLAG, 'operator', operator, COMPARISONS);
  return { kind: 'metric', metric, comparison, value: parseNumber(number, rule, metric) };
}

function notARule(text: string, rule: string): UsageError {
  const metric = METRICS.find((each) => each === text);
  if (metric === undefined) return unknownName(FLAG, 'rule', text, [...WORDS, ...METRICS]);
  return new UsageError(`${FLAG}: ${quoted(rule)} compares ${metric} with nothing`, {
    hint: `Add an operator and a number, such as ${metric}=0. Operators: ${COMPARISONS.join(', ')}.`,
  });
}

function parseNumber(text: string, rule: string, metric: Metric): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new UsageError(`${FLAG}: ${quoted(text)} in ${quoted(rule)} is not a number`, {
    hint: `Write plain digits without a unit, such as ${metric}<=5 (latencies are in ms).`,
  });
}
