import { listed } from '../../../text/words.js';
import type { TableColumn } from '../../document/blocks.js';

/** So many are named: which they are is of interest where a figure is missed, not their number. */
const NAMED = 5;

/**
 * Which columns a table has no room for, and where they are; nothing where it has all.
 * @param columns what matters most first
 */
export function missingColumnsNotes(columns: readonly TableColumn[]): string[] {
  if (columns.length === 0) return [];
  const rest = columns.length - NAMED;
  const named = columns.slice(0, NAMED).map(({ header }) => header);
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return [
    `Left out for want of room: ${listed(all)}. A wider terminal, --json and --format csv have them.`,
  ];
}
