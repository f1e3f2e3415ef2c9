import type { History } from '../../model.js';
import type { Judgement } from '../judgement.js';
import type { Findings } from './findings.js';
import type { Overlap } from './overlap.js';
import type { OutcomeCounts } from './tally.js';

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
