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
 * Their types come along for Vitest, and for Jest's global `expect`.
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

/** What `expect` gets to know; Vitest and Jest want the same. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What `expect` says of the call. */
export interface MatcherState {
  /** After `.not`. */
  readonly isNot?: boolean;
}

/** A matcher to be given to `expect.extend`. */
export type Matcher = (this: MatcherState, report: AnyReport) => MatcherResult;

/**
 * What cannot be said (an inconclusive verdict, a race that ended early) fails with `.not` as well.
 */
const matcher = (expected: Criterion): Matcher =>
  function match(report) {
    const negated = this.isNot === true;
    const { passed, message } = outcomeOf(report, expected, negated);
    return { pass: passed !== negated, message };
  };

/** For `expect.extend`. */
export const matchers = {
  /** That every strategy held. */
  toHold: matcher(toHold),
  /** That every strategy broke. */
  toBreak: matcher(toBreak),
  /** That every strategy behaved as it claims. */
  toKeepClaims: matcher(toKeepClaims),
  /** That every rule of the `expect` option was met. */
  toMeetExpectations: matcher(toMeetExpectations),
} as const;

declare global {
  // Vitest takes its matchers from here as well as Jest does; it need not be installed.
  namespace jest {
    // The type parameters are those of Jest's and Vitest's own declarations.
    interface Matchers<R, T = {}> {
      /** That every strategy of a report held: {@link assertHeld}. */
      toHold(): R;
      /** That every strategy of a report broke: {@link assertBroken}. */
      toBreak(): R;
      /** That every strategy of a report behaved as it claims: {@link assertClaims}. */
      toKeepClaims(): R;
      /** That every rule of the `expect` option was met: {@link assertExpectations}. */
      toMeetExpectations(): R;
    }
  }
}
