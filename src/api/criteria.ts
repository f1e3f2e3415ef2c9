/** Whether a report is as a test expects. An inconclusive verdict never is. */
import {
  judgeExplorationExpectations,
  judgeReplayExpectations,
} from '../judge/expectations/exploration.js';
import { judgeExpectations } from '../judge/expectations/race.js';
import { UsageError } from '../errors.js';
import type { ExpectationResult } from '../model.js';
import {
  isAboutCases,
  isExploration,
  isReplay,
  verdictsIn,
  type AnyReport,
} from '../report/document/any-report.js';
import type { VerdictWord } from '../report/document/failure.js';

/** The result of one strategy, case or rule. */
export interface CriterionResult {
  /** Of the strategy or the case. */
  readonly name: string;
  /** Null: not known. Then neither the criterion nor its opposite passes. */
  readonly met: boolean | null;
  /** What was found, as words after the name: `is broken`. */
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
    verdictsIn(report).map(({ name, verdict }) => ({
      name,
      met: verdict === 'held' || verdict === 'broken' ? verdict === wanted : null,
      found: verdict === null ? 'was not finished' : FOUND[verdict],
    })),
});

const FOUND: Readonly<Record<VerdictWord, string>> = {
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
    judgeClaims(report).map(({ subject: name, met, actual }) => ({
      name,
      met,
      found:
        met === null ? `could not be judged (${actual ?? 'not finished'})` : `was found ${actual}`,
    })),
};

export const toMeetExpectations: Criterion = {
  what: 'meet every expectation',
  judge: ({ expectations }) => {
    if (expectations.length > 0) {
      return expectations.map(({ rule, subject: name, met, actual }) => ({
        name,
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

function judgeClaims(report: AnyReport): readonly ExpectationResult[] {
  if (isAboutCases(report)) {
    throw new UsageError('this report is about cases, which claim nothing', {
      code: 'INVALID_RULE',
      hint: 'Use assertHeld or assertBroken (toHold or toBreak), or assertExpectations.',
    });
  }
  const rules = [{ rule: 'claims', check: { kind: 'claims' } }] as const;
  const { scenario } = report.plan;
  if (isReplay(report)) {
    return judgeReplayExpectations(rules, report.plan.strategy, scenario, report.drawn);
  }
  return isExploration(report)
    ? judgeExplorationExpectations(rules, report.plan.strategies, scenario, report.results)
    : judgeExpectations(rules, report.plan.strategies, scenario, report.results);
}
