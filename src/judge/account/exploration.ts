/** The verdict on all schedules of a strategy, which says for how many workers and operations it holds. */
import type { ExplorationResult } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { option } from '../../text/option.js';
import { capitalized, explainedBy, listed, product } from '../../text/words.js';
import { brokenShare, type CoverageWords, heldIn, stoppedEarly } from '../coverage.js';
import type { Judgement } from '../judgement.js';
import { ESTIMATED } from './estimate-words.js';

/** The counts over all schedules that were run. */
export type Counts = Pick<
  ExplorationResult,
  | 'strategy'
  | 'workers'
  | 'operations'
  | 'schedules'
  | 'broken'
  | 'held'
  | 'unclear'
  | 'estimated'
  | 'coverage'
  | 'anomalies'
  | 'causes'
  | 'committed'
  | 'unsteady'
> & {
  /**
   * The strategy's name or file for the command line; absent if the command line cannot name it.
   */
  readonly reference?: string | undefined;
};

/**
 * Broken if any schedule broke. Otherwise inconclusive if any schedule contradicts itself, if
 * nothing committed in any of them, or if not every requested schedule was run.
 * @param counts without a schedule only when the time limit was over before the first
 */
export function explorationVerdict(counts: Counts): Judgement {
  const { verdict, reason } = judgeCounts(counts);
  return { verdict, reason: counts.estimated ? `${reason} ${ESTIMATED}` : reason };
}

function judgeCounts(counts: Counts): Judgement {
  if (counts.broken > 0) return { verdict: 'broken', reason: brokenIn(counts) };
  if (counts.unclear > 0) return { verdict: 'inconclusive', reason: unclearIn(counts) };
  if (counts.committed === 0 && counts.schedules > 0)
    return { verdict: 'inconclusive', reason: untested(counts) };
  return heldIn(counts, wordsFor(counts));
}

/** What sentences on coverage call the workers of a strategy. */
function wordsFor({ workers, operations }: Counts): CoverageWords {
  const each = workers > 1 ? ' each' : '';
  return {
    size: `${counted(workers, 'worker')} with ${counted(operations, 'operation')}${each}`,
    orders: product(workers, operations),
    before: 'before the first schedule began',
    code: 'strategy',
    insteadOfTurns: (switches) =>
      `use more ${option('workers')}, or ${option('maxSwitches')} ${switches} or more`,
    twoWorkers: `${option('workers')} 2`,
  };
}

/* ---------- Broken ---------- */

function brokenIn(counts: Counts): string {
  const words = wordsFor(counts);
  return `${brokenShare(counts.broken, counts, words)} ${damageIn(counts)}${stoppedEarly(counts, words)}`;
}

function damageIn({ anomalies }: Counts): string {
  const lost = anomalies['lost update'];
  const { overdraft, 'write skew': skew } = anomalies;
  const facts = [
    ...(lost > 0 ? [`an update was lost in ${count(lost)}`] : []),
    ...(overdraft > 0 ? [`money that was not there was paid out in ${count(overdraft)}`] : []),
    ...(skew > 0 ? [`a limit that several accounts share was broken in ${count(skew)}`] : []),
  ];
  if (facts.length > 0) return `${capitalized(listed(facts))}.`;
  return 'No update was lost and no account overdrawn, but a balance does not add up.';
}

/* ---------- Inconclusive ---------- */

function unclearIn({ unclear, schedules }: Counts): string {
  return (
    `In ${count(unclear)} of ${counted(schedules, 'schedule')} the history contradicts itself: the ` +
    'strategy does not report all its writes, or something else writes to this schema.'
  );
}

/**
 * In some schedules the workers take turns. If nothing commits even there, contention is not the
 * cause.
 */
function untested({ reference, schedules, causes }: Counts): string {
  const where = schedules === 1 ? 'the only schedule' : `all ${count(schedules)} schedules`;
  const names = Object.entries(causes)
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause]) => cause);
  if (names.length === 0) {
    return `Every operation was refused in ${where}, so nothing was tested: raise ${option('balance')}.`;
  }
  return (
    `No operation committed in ${where} (${listed(names)}), so nothing was tested. Operations ` +
    `fail even when workers take turns, so the cause is not contention${explainedBy(reference)}.`
  );
}
