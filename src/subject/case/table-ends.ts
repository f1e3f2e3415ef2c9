/** The rows of a case's tables, as the judge takes them. */
import type { DatabaseRows } from '../../database/snapshot/snapshot.js';
import type { TableEnd, TableShape } from '../../judge/serial/end.js';

/** What the judge knows of a table. */
export const shapeOf = ({ name, columns, key, references, numbers }: TableShape): TableShape => {
  return { name, columns, key, references, numbers };
};

/** @param shapes those of the tables that are compared, in the order of the tables */
export const tableEnds = (
  shapes: readonly TableShape[],
  { tables }: DatabaseRows,
): readonly TableEnd[] => {
  const rowsOf = new Map(tables.map(({ table, rows }) => [table.name, rows]));
  return shapes.map((shape) => ({ shape, rows: rowsOf.get(shape.name) ?? [] }));
};
