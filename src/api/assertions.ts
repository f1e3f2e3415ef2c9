/**
 * Assertions for any test framework. Each throws an `AssertionError` of `node:assert`. Its message
 * shows what the command line would show: the witness in sentences, for an exploration the shortest
 * broken schedule drawn in columns, and the command that repeats it.
 */
import { AssertionError } from 'node:assert';

import type { AnyReport } from '../report/document/any-report.js';
import { toBreak, toHold, toKeepClaims, toMeetExpectations, type Criterion } from './criteria.js';
import { outcomeOf } from './outcome.js';

/**
 * Asserts that every strategy, or every case, held. A race shows only that nothing went wrong this
 * time. An exploration shows that no schedule of these workers breaks it.
 *
 * ```ts
 * import { assertHeld, explore } from 'race-lab';
 *
 * assertHeld(await explore({ strategy: 'for-update' }));
 * assertHeld(await explore('./checkout.race.ts'));
 * ```
 *
 * @throws {AssertionError} when one broke or is inconclusive, or the work ended early
 * @throws {UsageError} for a value that is not a report
 */
export function assertHeld(report: AnyReport): void {
  check(report, toHold, assertHeld);
}

/**
 * Asserts that every strategy, or every case, broke: for a test that shows a race before the code is fixed.
 *
 * ```ts
 * import { assertBroken, explore } from 'race-lab';
 *
 * assertBroken(await explore({ strategy: 'naive' }));
 * ```
 *
 * @throws {AssertionError} when one held or is inconclusive, or the work ended early
 * @throws {UsageError} for a value that is not a report
 */
export function assertBroken(report: AnyReport): void {
  check(report, toBreak, assertBroken);
}

/**
 * Asserts that every strategy behaved as it claims: what it claims to prevent did not happen, and
 * what it calls possible did.
 *
 * ```ts
 * import { assertClaims, explore } from 'race-lab';
 *
 * assertClaims(await explore({ strategy: ['naive', './mine.ts'] }));
 * ```
 *
 * @throws {AssertionError} when a strategy did not, when that is not known, or the work ended early
 * @throws {UsageError} for a value that is not a report, or a report about cases, which claim nothing
 */
export function assertClaims(report: AnyReport): void {
  check(report, toKeepClaims, assertClaims);
}

/**
 * Asserts that every rule of the `expect` option was met.
 *
 * ```ts
 * import { assertExpectations, race } from 'race-lab';
 *
 * assertExpectations(await race({ strategy: './mine.ts', expect: ['held', 'p99<200'] }));
 * ```
 *
 * @throws {AssertionError} when a rule was not met or could not be judged, or the work ended early
 * @throws {UsageError} for a value that is not a report, or a report without expectations
 */
export function assertExpectations(report: AnyReport): void {
  check(report, toMeetExpectations, assertExpectations);
}

type Assertion = (report: AnyReport) => void;

function check(report: AnyReport, expected: Criterion, assertion: Assertion): void {
  const { passed, message } = outcomeOf(report, expected);
  if (passed) return;
  throw new AssertionError({
    message: message(),
    operator: assertion.name,
    // The stack begins at the test's call of the assertion.
    stackStartFn: assertion,
  });
}
