import { UsageError } from '../errors.js';
import { assertionMessage } from '../report/assertion-message.js';
import { isAboutCases, verdictsIn, type AnyReport } from '../report/document/any-report.js';
import type { Criterion, CriterionResult } from './criteria.js';
import { withRemedy } from './remedies.js';

/** The outcome of an assertion, or of its opposite. */
export interface AssertionOutcome {
  readonly passed: boolean;
  /** What a test log shows for a failure: what was raced, the witness, and how to repeat it. */
  readonly message: () => string;
}

/**
 * Judges a report by a criterion. If the result is not known, neither the criterion nor its
 * opposite passes. The same holds if the code of a strategy or a case is wrong, whatever the others did.
 * @param negated true: the test expects that some strategy or case does not meet the criterion
 * @throws {UsageError} for a value that is not a report, or a report with nothing to judge
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
  const failed = verdictsIn(report).filter(
    ({ name, verdict }) => verdict === 'error' && !open.some((finding) => finding.name === name),
  );
  const certain = whole && open.length === 0 && failed.length === 0;
  const passed = certain && (negated ? unmet.length > 0 : unmet.length === 0);
  const alsoFailed = failed.map(({ name }) => ({ name, met: null, found: 'failed' }));
  const reasons = certain && negated ? findings : [...unmet, ...open, ...alsoFailed];
  return {
    passed,
    message: () => {
      const names = new Set(reasons.map(({ name }) => name));
      return assertionMessage(report, headline(report, expected, reasons, negated), [...names]);
    },
  };
}

/** The most findings in the headline. The text below it has all of them. */
const MOST = 3;

/** `expected naive to hold, but it broke` */
function headline(
  report: AnyReport,
  { what }: Criterion,
  findings: readonly CriterionResult[],
  negated: boolean,
): string {
  const [only, ...others] = verdictsIn(report);
  const several = others.length > 0;
  const kind = isAboutCases(report) ? 'case' : 'strategy';
  const subject = several ? `${negated ? 'some' : 'every'} ${kind}` : (only?.name ?? '');
  const found = findings.map((each) => `${several ? each.name : 'it'} ${each.found}`);
  const more = found.length > MOST ? [`${found.length - MOST} more`] : [];
  const summary =
    found.length === 0 ? 'it ended early' : [...found.slice(0, MOST), ...more].join(', ');
  return `expected ${subject} ${negated ? 'not ' : ''}to ${what}, but ${summary}`;
}

/** The types do not help in JavaScript, where a missing `await` is a common error. */
function requireReport(given: unknown): void {
  const is = typeof given === 'object' && given !== null;
  if (is && 'plan' in given && 'expectations' in given) return;
  throw withRemedy(
    new UsageError('this is not a report of race(), explore() or replay()', {
      code: 'NOT_A_REPORT',
      hint:
        is && 'then' in given
          ? 'It is a promise: await it first.'
          : 'Pass the report that they return.',
    }),
  );
}
