import type { Verdict } from '../model.js';

/** A verdict, and why. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
}
