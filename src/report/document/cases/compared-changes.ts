/** The changes of rows that sentences name: those of columns that are compared. */
import type { RowChange, WorkersEnd } from '../../../model.js';

/**
 * The end without columns that are not compared, because times of creation make sentences long, and say nothing about
 * what broke. When nothing else was changed, they stay.
 * @param masked the names of what is not compared
 */
export function comparedEnd<E extends Pick<WorkersEnd, 'changes'>>(
  end: E,
  masked: readonly string[],
): E {
  const changes = end.changes.flatMap((change) => comparedChange(change, masked));
  return changes.length === 0 ? end : { ...end, changes };
}

function comparedChange(change: RowChange, masked: readonly string[]): readonly RowChange[] {
  const { table, key, kind } = change;
  // The values of the key name the row.
  const columns = change.columns.filter(
    ({ name, before, after }) =>
      key.includes(after ?? before ?? '') || !masked.includes(`${table}.${name}`),
  );
  return kind === 'updated' && columns.length === 0 ? [] : [{ ...change, columns }];
}
