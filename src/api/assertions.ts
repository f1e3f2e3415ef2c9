/**
 * Assertions for any test framework. Each throws an `AssertionError` of `node:assert`, of which
 * the message tells what was found as the command line would: the witness in sentences, for an
 * exploration the shortest broken schedule drawn as lanes, and what shows it again.
 */
import { AssertionError } from 'node:assert';

import type { AnyReport } from '../report/document/any-report.js';
import { toBreak, toHold, toKeepClaims, toMeetExpectations, type Criterion } from './criteria.js';
import { outcomeOf } from './outcome.js';

/**
 * That every strategy held. A race can only say that nothing went wrong this time; an exploration,
 * that no schedule of so many workers and operations breaks it.
 *
 * ```ts
 * import { assertHeld, explore } from 'race-lab';
 *
 * assertHeld(await explore({ strategy: 'for-update' }));
 * ```
 *
 * @throws {AssertionError} when one broke, or is inconclusive, or it all ended early
 * @throws {UsageError} for what is no report
 */
export function assertHeld(report: AnyReport): void {
  check(report, toHold, assertHeld);
}

/**
 * That every strategy broke: for a test that shows a race, before the code is mended.
 *
 * ```ts
 * import { assertBroken, explore } from 'race-lab';
 *
 * assertBroken(await explore({ strategy: 'naive' }));
 * ```
 *
 * @throws {AssertionError} when one held, or is inconclusive, or it all ended early
 * @throws {UsageError} for what is no report
 */
export function assertBroken(report: AnyReport): void {
  check(report, toBreak, assertBroken);
}

/**
 * That every strategy behaved as it claims: what it says it prevents did not happen, and what it
 * says is possible did.
 *
 * ```ts
 * import { assertClaims, explore } from 'race-lab';
 *
 * assertClaims(await explore({ strategy: ['naive', './mine.ts'] }));
 * ```
 *
 * @throws {AssertionError} when one did not, when that cannot be said, or it all ended early
 * @throws {UsageError} for what is no report
 */
export function assertClaims(report: AnyReport): void {
  check(report, toKeepClaims, assertClaims);
}

/**
 * That every rule of the `expect` option was met.
 *
 * ```ts
 * import { assertExpectations, race } from 'race-lab';
 *
 * assertExpectations(await race({ strategy: './mine.ts', expect: ['held', 'p99<200'] }));
 * ```
 *
 * @throws {AssertionError} when one was not, could not be judged, or it all ended early
 * @throws {UsageError} for what is no report, or one without expectations
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
    // The stack begins where the test asked.
    stackStartFn: assertion,
  });
}
