/** Changes of rows in a few words: `product 1: stock 1 → 0`. */
import type { ColumnChange, RowChange } from '../../../model.js';
import { cutTo } from '../../../text/width.js';
import { printable } from '../../../text/wrap.js';
import { shortLiteral } from '../sql/value.js';
import type { SideLine } from '../picture.js';

/** More columns of a row are left out. */
const MOST_COLUMNS = 3;
/** Enough to tell one UUID from another. */
const LONGEST_KEY = 13;

/** A change in parts: `product 1:` `stock 1 → 0,` `price 3 → 4`; `+` for a new row, `-` for a deleted one. */
export function changeParts(change: RowChange): SideLine {
  switch (change.kind) {
    case 'updated':
      return labelled(rowName(change), change.columns, changed);
    case 'inserted':
      return labelled(`+ ${rowName(change)}`, tellingColumns(change), ({ name, after }) =>
        field(name, after),
      );
    case 'deleted':
      // The key says which row it was.
      return labelled(
        `- ${rowName(change)}`,
        change.key.length > 0 ? [] : tellingColumns(change),
        ({ name, before }) => field(name, before),
      );
    default:
      return change.kind satisfies never;
  }
}

/** `product 1`, `seat (1, 12)`, or the table alone when it has no key. */
export function rowName({ table, key }: Pick<RowChange, 'table' | 'key'>): string {
  const name = printable(table.replace(/^public\./, ''));
  const values = key.map((value) => cutTo(printable(value), LONGEST_KEY));
  if (values.length === 0) return name;
  return `${name} ${values.length === 1 ? values.join('') : `(${values.join(', ')})`}`;
}

/** The columns that say something about a new or a deleted row: neither its key nor NULL. */
export function tellingColumns({ key, columns, kind }: RowChange): readonly ColumnChange[] {
  const valueOf = ({ before, after }: ColumnChange) => (kind === 'deleted' ? before : after);
  const keys = [...key];
  return columns.filter((column) => {
    const value = valueOf(column);
    if (value === null) return false;
    const at = keys.indexOf(value);
    if (at >= 0) keys.splice(at, 1);
    return at < 0;
  });
}

const changed = ({ name, before, after }: ColumnChange): string =>
  `${printable(name)} ${valueText(before)} → ${valueText(after)}`;

const field = (name: string, value: string | null): string =>
  `${printable(name)} ${valueText(value)}`;

/** Booleans are `t` and `f` in the server's text. */
export const valueText = (value: string | null): string =>
  value === 't' || value === 'f' ? value : shortLiteral(value);

/** A label, then the first few of its columns. */
function labelled(
  label: string,
  columns: readonly ColumnChange[],
  show: (column: ColumnChange) => string,
): string[] {
  if (columns.length === 0) return [label];
  const shown = columns.slice(0, MOST_COLUMNS).map(show);
  const all = columns.length > MOST_COLUMNS ? [...shown, '…'] : shown;
  return [`${label}:`, ...all.map((part, i) => (i < all.length - 1 ? `${part},` : part))];
}
