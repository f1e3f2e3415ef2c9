import type { Column } from '../column.js';

/** The figures of a row in one line: `verdict held, final balance 0, …`. Its name is left out. */
export const figuresLine = <R>(row: R, columns: readonly Column<R>[]): string =>
  columns
    .filter(({ rank }) => rank !== 1)
    .map((column) => `${column.header} ${column.text(row)}`)
    .join(', ');
