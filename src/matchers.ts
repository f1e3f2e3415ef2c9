/**
 * Matchers for Vitest and Jest:
 *
 * ```ts
 * import { explore } from 'race-lab';
 * import { matchers } from 'race-lab/matchers';
 * import { expect } from 'vitest';
 *
 * expect.extend(matchers);
 * expect(await explore({ strategy: './mine.ts' })).toHold();
 * ```
 *
 * This module also declares their types for Vitest and for Jest's global `expect`.
 */
import {
  toBreak,
  toHold,
  toKeepClaims,
  toMeetExpectations,
  type Criterion,
} from './api/criteria.js';
import { outcomeOf } from './api/outcome.js';
import type { AnyReport } from './report/document/any-report.js';

/** What a matcher returns to `expect`; the same for Vitest and Jest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What `expect` passes as `this`. */
export interface MatcherState {
  /** After `.not`. */
  readonly isNot?: boolean;
}

/** A matcher for `expect.extend`. */
export type Matcher = (this: MatcherState, report: AnyReport) => MatcherResult;

/**
 * When there is no answer (an inconclusive verdict, a race that ended early), the matcher fails, also with
 * `.not`.
 */
const matcher = (expected: Criterion): Matcher =>
  function match(report) {
    const negated = this.isNot === true;
    const { passed, message } = outcomeOf(report, expected, negated);
    return { pass: passed !== negated, message };
  };

/** For `expect.extend`. */
export const matchers = {
  /** That every strategy or case held. */
  toHold: matcher(toHold),
  /** That every strategy or case broke. */
  toBreak: matcher(toBreak),
  /** That every strategy behaved as it claims. */
  toKeepClaims: matcher(toKeepClaims),
  /** That every rule of the `expect` option was met. */
  toMeetExpectations: matcher(toMeetExpectations),
} as const;

declare global {
  // Vitest reads this namespace too. Jest need not be installed.
  namespace jest {
    // The type parameters are those of Jest's and Vitest's own declarations.
    interface Matchers<R, T = {}> {
      /** That every strategy or case of a report held: {@link assertHeld}. */
      toHold(): R;
      /** That every strategy or case of a report broke: {@link assertBroken}. */
      toBreak(): R;
      /** That every strategy of a report behaved as it claims: {@link assertClaims}. */
      toKeepClaims(): R;
      /** That every rule of the `expect` option was met: {@link assertExpectations}. */
      toMeetExpectations(): R;
    }
  }
}
