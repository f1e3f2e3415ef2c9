/** The block of ends, which reports of strategies and of cases share. */
import type { CodeFailure, ScheduleEnd } from '../../model.js';
import { lettersOf } from '../../text/schedule.js';
import type { Ends } from './blocks.js';

/** Instead of the words for an end: an exploration keeps the first ends that it meets. */
export const NOT_KEPT = 'not kept, because there are too many different ends';

/** The most ends that a page shows. JSON has all. */
const MOST_SHOWN = 200;

interface ResultWithEnds<E extends ScheduleEnd> {
  readonly ends: readonly E[];
  readonly failure: CodeFailure | null;
}

/** The ends of a strategy or a case; empty when there are none, or when its code is wrong. */
export function endsBlocks<E extends ScheduleEnd>(
  name: string,
  { ends, failure }: ResultWithEnds<E>,
  textOf: (end: E) => string,
): Ends[] {
  if (ends.length === 0 || failure !== null) return [];
  const shown = ends.slice(0, MOST_SHOWN).map((end) => ({
    schedules: end.schedules,
    broken: end.broken,
    text: textOf(end),
    examples: end.examples.map(lettersOf),
  }));
  return [{ kind: 'ends', name, ends: shown, more: ends.length - shown.length }];
}
