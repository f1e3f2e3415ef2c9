import { padEnd, padStart, widestOf } from '../../../text/width.js';
import { printable, words, wrap } from '../../../text/wrap.js';
import type { Checklist, ChecklistItem } from '../../document/blocks.js';
import { paint, type Page } from './page.js';

/** A longer name moves the rest of its line to the right. */
const LONGEST_NAME = 40;
const STATUS_WIDTH = 'not judged'.length;
const TIME_WIDTH = 6;

export const checklistLines = ({ items }: Checklist, page: Page): string[] => {
  const names = items.map(({ name }) => name);
  return items.flatMap((item) => checklistItemLines(item, names, page));
};

/**
 * `ok  a name  1.2 s`, and the reason if it is not ok.
 * @param names the names of all items, for the alignment
 */
export function checklistItemLines(
  { name, status, tone, time, reason }: ChecklistItem,
  names: readonly string[],
  { chalk, width }: Page,
): string[] {
  const widest = Math.min(LONGEST_NAME, widestOf(names.map(printable)));
  const first = [
    paint(tone, chalk)(padEnd(status, STATUS_WIDTH)),
    padEnd(printable(name), widest),
    padStart(time, TIME_WIDTH),
  ].join('  ');
  if (reason === '') return [first];
  const hanging = ' '.repeat(STATUS_WIDTH + 4);
  return [first, ...wrap(words(reason), { width, first: hanging, hanging })];
}
