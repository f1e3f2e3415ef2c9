import type { History, Verdict } from '../../model.js';
import type { Findings } from './findings.js';
import type { Overlap } from './overlap.js';
import type { OutcomeCounts } from './tally.js';

/** A verdict, and why. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Complete sentences. */
  readonly reason: string;
}

/** What the judgement of a round rests on. */
export interface RoundEvidence {
  readonly history: History;
  readonly findings: Findings;
  readonly tally: OutcomeCounts;
  readonly overlap: Overlap;
}

/** The evidence, and the judgement. */
export interface RoundVerdict extends RoundEvidence {
  readonly judgement: Judgement;
}
