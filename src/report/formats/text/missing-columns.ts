import { listed } from '../../../text/words.js';
import type { TableColumn } from '../../document/blocks.js';

/** At most this many columns are named; the rest is counted. */
const NAMED = 5;

/**
 * The columns that a table has no room for, and where to find them; nothing if it shows all.
 * @param columns the most important first
 */
export function missingColumnsNotes(columns: readonly TableColumn[]): string[] {
  if (columns.length === 0) return [];
  const rest = columns.length - NAMED;
  const named = columns.slice(0, NAMED).map(({ header }) => header);
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return [`No room for: ${listed(all)}. A wider terminal, --json and --format csv show them.`];
}
