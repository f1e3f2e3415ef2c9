import { UsageError } from '../errors.js';
import { assertionMessage } from '../report/assertion-message.js';
import { failedIn, type AnyReport } from '../report/document/any-report.js';
import type { Criterion, CriterionResult } from './criteria.js';

/** How an assertion, or its opposite, ends. */
export interface AssertionOutcome {
  readonly passed: boolean;
  /** What a test log shows when it failed: what was raced, the witness, how to see it again. */
  readonly message: () => string;
}

/**
 * Holds a report against what is expected of it. What cannot be said passes neither way, nor does a
 * report with a strategy whose code is wrong, whatever is expected of the others.
 * @param negated true: some strategy is expected not to do it
 * @throws {UsageError} for what is no report, or has nothing to judge by
 */
export function outcomeOf(
  report: AnyReport,
  expected: Criterion,
  negated = false,
): AssertionOutcome {
  requireReport(report);
  const findings = expected.judge(report);
  const open = findings.filter(({ met }) => met === null);
  const unmet = findings.filter(({ met }) => met === false);
  const whole = !('interruption' in report) || report.interruption === null;
  const failed = failedIn(report).filter(
    ({ strategy }) => !open.some((finding) => finding.strategy === strategy),
  );
  const certain = whole && open.length === 0 && failed.length === 0;
  const passed = certain && (negated ? unmet.length > 0 : unmet.length === 0);
  const alsoFailed = failed.map(({ strategy }) => ({ strategy, met: null, found: 'failed' }));
  const told = certain && negated ? findings : [...unmet, ...open, ...alsoFailed];
  return {
    passed,
    message: () => {
      const names = new Set(told.map(({ strategy }) => strategy));
      return assertionMessage(report, headline(report, expected, told, negated), [...names]);
    },
  };
}

/** How many findings a line can tell of; what follows it tells of all. */
const MOST = 3;

/** `expected naive to hold, and it broke` */
function headline(
  { plan }: AnyReport,
  { what }: Criterion,
  findings: readonly CriterionResult[],
  negated: boolean,
): string {
  const several = 'strategies' in plan && plan.strategies.length > 1;
  const [only] = 'strategies' in plan ? plan.strategies : [plan.strategy];
  const whom = several ? (negated ? 'some strategy' : 'every strategy') : (only?.name ?? '');
  const found = findings.map((each) => `${several ? each.strategy : 'it'} ${each.found}`);
  const more = found.length > MOST ? [`${found.length - MOST} more`] : [];
  const told =
    found.length === 0 ? 'it ended early' : [...found.slice(0, MOST), ...more].join(', ');
  return `expected ${whom} ${negated ? 'not ' : ''}to ${what}, and ${told}`;
}

/** In JavaScript, `await` is soon forgotten. */
function requireReport(given: unknown): void {
  const is = typeof given === 'object' && given !== null;
  if (is && 'plan' in given && 'expectations' in given) return;
  throw new UsageError('this is not a report of race(), explore() or replay()', {
    code: 'NOT_A_REPORT',
    hint: is && 'then' in given ? 'It is a promise: await it first.' : 'Give what they return.',
  });
}
