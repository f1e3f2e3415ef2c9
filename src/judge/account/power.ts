/** Decides whether a round in which nothing broke is enough evidence for `held`. */
import { count } from '../../text/numbers.js';
import { noCommit } from './no-commit.js';
import type { OutcomeCounts } from './tally.js';
import type { RoundEvidence } from './evidence.js';
import { listed, numbered } from '../../text/words.js';
import { option } from '../../text/option.js';

/**
 * Why a round is too little evidence, and what to change; null when it is enough. Only two
 * committed updates can overwrite each other, so the round needs commits that overlapped. If the
 * time limit ended the round while most operations failed, it does not show that the others are
 * safe.
 */
export function lackIn({ tally, overlap, history }: RoundEvidence): string | null {
  if (tally.counts.committed === 0) return noCommit(tally, history);
  if (overlap.all === 0) {
    return (
      `No two operations overlapped on an account, so nothing was tested: use more ${option('workers')} ` +
      `or ${option('operations')}, or widen the window with ${option('think')}.`
    );
  }
  const ends = endsOf(tally);
  if (overlap.committed === 0) {
    return (
      `No two operations that committed overlapped on an account (${ends}), so nothing was tested: ` +
      `${remedy(tally, history.cutShort)}.`
    );
  }
  if (!mostFailed([tally], history.cutShort)) return null;
  return `${tooFew(ends)}: ${PATIENCE}.`;
}

/** The same for all rounds together, even if each round alone is enough. */
export function lackOverAll(rounds: readonly RoundEvidence[]): string | null {
  const cutShort = rounds.some(({ history }) => history.cutShort);
  const tallies = rounds.map(({ tally }) => tally);
  if (!mostFailed(tallies, cutShort)) return null;
  const of = `${count(sumOf(tallies, 'failed'))} of ${count(sumOf(tallies, 'attempted'))} failed`;
  return `${tooFew(`${of} in ${count(rounds.length)} rounds`)}: ${PATIENCE}.`;
}

const tooFew = (ends: string): string =>
  `Nothing broke, but most operations failed before the time limit (${ends}), so too little was tested`;

const PATIENCE = `raise ${option('timeLimit')}, use fewer ${option('workers')}, or spread them over more ${option('accounts')}`;

type CountName = keyof OutcomeCounts['counts'];

const sumOf = (tallies: readonly OutcomeCounts[], what: CountName): number =>
  tallies.reduce((sum, { counts }) => sum + counts[what], 0);

const mostFailed = (tallies: readonly OutcomeCounts[], cutShort: boolean): boolean =>
  cutShort && 2 * sumOf(tallies, 'failed') > sumOf(tallies, 'attempted');

/** `1 committed, 24 were refused and 25 failed (40P01)` */
function endsOf({ counts, failures }: OutcomeCounts): string {
  const { committed, refused, failed, indeterminate } = counts;
  const causes = listed(Object.keys(failures));
  return listed([
    `${count(committed)} committed`,
    ...(refused > 0 ? [`${count(refused)} ${numbered(refused, 'was', 'were')} refused`] : []),
    ...(failed > 0 ? [`${count(failed)} failed (${causes})`] : []),
    ...(indeterminate > 0
      ? [`${count(indeterminate)} ${numbered(indeterminate, 'is', 'are')} indeterminate`]
      : []),
  ]);
}

/** How to make more operations commit at the same time. */
function remedy({ counts }: OutcomeCounts, cutShort: boolean): string {
  const { committed, refused, failed } = counts;
  if (failed > refused && failed > committed) {
    return cutShort
      ? PATIENCE
      : `use fewer ${option('workers')}, more ${option('retries')} or more ${option('accounts')}`;
  }
  if (refused >= committed) return `raise ${option('balance')}, or ${option('operations')}`;
  return `use more ${option('workers')} or ${option('operations')}, or widen the window with ${option('think')}`;
}
