/** The verdict on a load of a case. */
import type { CaseLoadResult } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { LISTED, listed, numbered } from '../../text/words.js';
import type { Judgement } from '../judgement.js';
import { leftText, violatedInvariant } from './anomaly-fact.js';

/** What a load is judged by. */
export interface LoadFacts extends Pick<
  CaseLoadResult,
  'operations' | 'violations' | 'leftOpen' | 'control'
> {
  /** How many invariants the case has. */
  readonly invariants: number;
  /** Whether no more statements came when the invariants were checked. */
  readonly isAtRest: boolean;
}

/**
 * Inconclusive if the rows may not be final. Broken if the final rows violate an invariant, or if something was left open. There are too many serial orders to
 * compare with, so without an invariant nothing was tested.
 */
export function loadVerdict(facts: LoadFacts): Judgement {
  const { operations, violations, leftOpen, invariants, isAtRest } = facts;
  if (!isAtRest) return { verdict: 'inconclusive', reason: NEVER_FINAL };
  const after = `after ${counted(operations.attempted, 'operation')}`;
  if (violations.length > 0 || leftOpen.length > 0) {
    const violated = violations
      .slice(0, LISTED)
      .map(({ invariant }) => violatedInvariant(invariant).replace(/^the/, 'The'));
    const rest = violations.length - violated.length;
    const more =
      rest > 0
        ? [`${counted(rest, 'other invariant')} ${numbered(rest, 'is', 'are')} violated`]
        : [];
    const sentences = [
      ...(violated.length === 0 ? [] : [`${listed([...violated, ...more])} ${after}.`]),
      ...leftOpen
        .slice(0, LISTED)
        .map(({ worker, what }) => `A call of ${worker} left ${leftText[what]}.`),
      ...withoutRace(facts),
    ];
    return { verdict: 'broken', reason: sentences.join(' ') };
  }
  const reason = untested(facts);
  if (reason !== null) return { verdict: 'inconclusive', reason };
  return { verdict: 'held', reason: `${allHold(invariants)} ${after}.` };
}

const NEVER_FINAL =
  'Statements still came when all workers had ended, so the rows that the invariants were checked on were not final.';

function allHold(invariants: number): string {
  if (invariants === 1) return 'The invariant holds';
  return invariants === 2 ? 'Both invariants hold' : `All ${count(invariants)} invariants hold`;
}

/** Whether the same happens without overlap: then it is no race. */
function withoutRace({ violations, control }: LoadFacts): string[] {
  const before = violations
    .filter(({ atStart }) => atStart)
    .map(({ invariant }) => `"${invariant}"`);
  const known = before.length === 0 ? [] : [`The rows of start violate ${listed(before)} already.`];
  if (control === null) return known;
  const calls = `${counted(control.operations, 'call')} one after another`;
  const same = violations
    .filter(({ atStart, invariant }) => !atStart && control.violated.includes(invariant))
    .map(({ invariant }) => `"${invariant}"`);
  if (same.length > 0) {
    return [...known, `No race is needed: ${calls} violate ${listed(same)}, too.`];
  }
  return [...known, `${calls} do not violate ${violations.length === 1 ? 'it' : 'them'}.`];
}

/** Why nothing was tested; null: it was. */
function untested({ operations: { attempted, returned }, invariants }: LoadFacts): string | null {
  if (returned === 0) {
    return `None of ${counted(attempted, 'operation')} returned, so nothing was tested: check the rows of start, and refusals.`;
  }
  if (invariants === 0) {
    return 'The case has no invariants, and there are too many serial orders to compare with, so only rates were measured: add invariants, or race rounds.';
  }
  return null;
}
