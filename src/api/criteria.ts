/** Whether a report is as a test expects. An inconclusive verdict never is. */
import {
  judgeExplorationExpectations,
  judgeReplayExpectations,
} from '../judge/expectations/exploration.js';
import { judgeExpectations } from '../judge/expectations/race.js';
import { UsageError } from '../errors.js';
import type { ExpectationResult, Verdict } from '../model.js';
import { verdictWord, type FailableResult } from '../report/document/strategy-failure.js';
import { isExploration, isReplay, type AnyReport } from '../report/document/any-report.js';

/** The result of one strategy or rule. */
export interface CriterionResult {
  readonly strategy: string;
  /** Null: not known. Then neither the criterion nor its opposite passes. */
  readonly met: boolean | null;
  /** What was found, as words after the strategy's name: `is broken`. */
  readonly found: string;
}

/** What a test expects, and how to judge it. */
export interface Criterion {
  /** Follows `expected … to`: `hold`. */
  readonly what: string;
  /** @throws {UsageError} when the report has nothing to judge */
  judge(report: AnyReport): readonly CriterionResult[];
}

const verdictIs = (wanted: 'held' | 'broken', what: string): Criterion => ({
  what,
  judge: (report) =>
    strategiesOf(report).map((strategy) => {
      const verdict = verdictOf(report, strategy);
      return {
        strategy,
        met: verdict === 'held' || verdict === 'broken' ? verdict === wanted : null,
        found: verdict === null ? 'was not finished' : FOUND[verdict],
      };
    }),
});

const FOUND: Readonly<Record<Verdict | 'error', string>> = {
  held: 'held',
  broken: 'broke',
  inconclusive: 'is inconclusive',
  error: 'failed',
};

export const toHold = verdictIs('held', 'hold');

export const toBreak = verdictIs('broken', 'break');

export const toKeepClaims: Criterion = {
  what: 'behave as claimed',
  judge: (report) =>
    judgeClaims(report).map(({ strategy, met, actual }) => ({
      strategy,
      met,
      found:
        met === null ? `could not be judged (${actual ?? 'not finished'})` : `was found ${actual}`,
    })),
};

export const toMeetExpectations: Criterion = {
  what: 'meet every expectation',
  judge: ({ expectations }) => {
    if (expectations.length > 0) {
      return expectations.map(({ rule, strategy, met, actual }) => ({
        strategy,
        met,
        found: `${MEETS[String(met)]} ${rule} (${actual ?? 'not known'})`,
      }));
    }
    throw new UsageError('this report has no expectations', {
      code: 'NO_EXPECTATIONS',
      option: 'expect',
      hint: `Set some, such as { expect: ['held', 'p99<200'] }.`,
    });
  },
};

const MEETS: Readonly<Record<string, string>> = {
  true: 'meets',
  false: 'does not meet',
  null: 'could not be judged by',
};

function strategiesOf(report: AnyReport): readonly string[] {
  const strategies = isReplay(report) ? [report.plan.strategy] : report.plan.strategies;
  return strategies.map(({ name }) => name);
}

/** Null: the strategy was not finished. */
function verdictOf(report: AnyReport, name: string): Verdict | 'error' | null {
  if (isReplay(report)) return report.drawn.verdict;
  const results: readonly (FailableResult & { readonly verdict: Verdict })[] = report.results;
  const result = results.find(({ strategy }) => strategy === name);
  return result === undefined ? null : verdictWord(result);
}

function judgeClaims(report: AnyReport): readonly ExpectationResult[] {
  const rules = [{ rule: 'claims', check: { kind: 'claims' } }] as const;
  const { scenario } = report.plan;
  if (isReplay(report)) {
    return judgeReplayExpectations(rules, report.plan.strategy, scenario, report.drawn);
  }
  return isExploration(report)
    ? judgeExplorationExpectations(rules, report.plan.strategies, scenario, report.results)
    : judgeExpectations(rules, report.plan.strategies, scenario, report.results);
}
