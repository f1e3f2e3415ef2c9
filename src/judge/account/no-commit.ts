import type { History, Operations } from '../../model.js';
import { count } from '../../text/numbers.js';
import type { OutcomeCounts } from './tally.js';
import { explainedBy, listed, numbered } from '../../text/words.js';
import { option } from '../../text/option.js';

/** Why a round without a commit has no verdict, and what to change. */
export function noCommit(
  { counts, failures }: OutcomeCounts,
  { operations, reference }: History,
): string {
  const { attempted, refused, failed, indeterminate } = counts;
  if (attempted === 0) return `No operation started: allow more time with ${option('timeLimit')}.`;
  if (refused === attempted) {
    return `Every operation was refused, so nothing was tested: raise ${option('balance')}.`;
  }
  const causes = listed(
    Object.entries(failures)
      .toSorted(([, a], [, b]) => b.count - a.count)
      .map(([cause]) => cause),
  );
  if (failed === attempted) {
    const gaveUp = endedAfter(operations);
    const all = `No operation committed: ${count(failed)} of ${count(attempted)}`;
    if (gaveUp === null) return `${all} failed (${causes}).`;
    return (
      `${all} gave up after ${gaveUp} (${causes}). Try ${option('workers')} 1: if it fails even then, the cause is not ` +
      `contention${explainedBy(reference)}.`
    );
  }
  const parts = [
    ...(refused > 0 ? [`${count(refused)} ${numbered(refused, 'was', 'were')} refused`] : []),
    ...(failed > 0 ? [`${count(failed)} failed (${causes})`] : []),
    ...(indeterminate > 0
      ? [`${count(indeterminate)} ${numbered(indeterminate, 'is', 'are')} indeterminate`]
      : []),
  ];
  return `No operation committed: ${listed(parts)}.`;
}

/** The number of retries before the operations failed; null when there were none. */
function endedAfter(operations: Operations): string | null {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const { retries } of operations) {
    least = Math.min(least, retries.length);
    most = Math.max(most, retries.length);
  }
  if (most === 0) return null;
  const retries = `${count(most)} ${numbered(most, 'retry', 'retries')}`;
  return least === most ? retries : `up to ${retries}`;
}
