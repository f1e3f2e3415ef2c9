/** The rows of all tables as one text, equal for ends whose rows differ only in what is masked. */
import type { Reference, Row, TableEnd } from './end.js';
import type { NamedRow } from './inferred-references.js';
import type { Interner } from './interner.js';
import { rowText, type TableComparison } from './row-texts.js';

const BETWEEN_ROWS = '\0;';
const BETWEEN_TABLES = '\0|';

/** How rows are told apart. */
export interface RowsComparison {
  /** By table, in the order of the tables. */
  readonly comparisons: readonly TableComparison[];
  readonly interner: Interner;
  /** Rows that results name. */
  readonly named: readonly NamedRow[];
}

/** The order of the rows of a table does not count. */
export function rowsText(tables: readonly TableEnd[], comparison: RowsComparison): string {
  const { comparisons, named } = comparison;
  const colors = colorsOf(tables, comparison);
  const textOf = textsWithNames(comparison);
  const texts = comparisons.map((_each, table) => {
    const rows = colors.get(table)?.map(String) ?? rowsOf(tables, table).map(textOf(table));
    return rows.toSorted().join(BETWEEN_ROWS);
  });
  const ofNone = named.filter(({ row }) => row < 0).map(nameText);
  return [...texts, ...ofNone].join(BETWEEN_TABLES);
}

/** The text of a row, and the parts of results that name it. */
function textsWithNames({ comparisons, named }: RowsComparison) {
  const names = new Map<string, string[]>();
  for (const name of named) {
    const place = `${name.table} ${name.row}`;
    names.set(place, [...(names.get(place) ?? []), nameText(name)]);
  }
  return (table: number) => {
    const { textOf } = comparisons[table] ?? { textOf: rowText };
    return (row: Row, position: number) =>
      [textOf(row), ...(names.get(`${table} ${position}`) ?? [])].join(BETWEEN_ROWS);
  };
}

const nameText = ({ worker, place }: NamedRow): string => `${worker} ${place}`;

/**
 * For each table that takes part in a followed foreign key, a number for each row. It is equal for rows
 * that cannot be told apart, by their values or by the rows around them.
 *
 * A foreign key to a masked key is compared by the row it points to, and that row also by those which
 * point to it: the colors of rows are refined by the colors of their neighbors until that tells no
 * more of them apart (the Weisfeiler-Leman test). It needs no special care for rows that point to
 * each other in a circle.
 */
export function colorsOf(
  tables: readonly TableEnd[],
  comparison: RowsComparison,
): ReadonlyMap<number, readonly number[]> {
  const { comparisons, interner } = comparison;
  const involved = tablesInvolved(comparisons);
  if (involved.length === 0) return new Map();
  const textOf = textsWithNames(comparison);
  const nodes = involved.flatMap((table) =>
    rowsOf(tables, table).map((row, position) => ({
      table,
      row,
      text: textOf(table)(row, position),
    })),
  );
  const links = linksBetween(nodes, comparisons);
  let colors = nodes.map(({ table, text }) => interner.numberOf(`${table} ${text}`));
  for (let kinds = 0, refined = new Set(colors).size; ; kinds = refined) {
    colors = refinedBy(links, colors, interner);
    refined = new Set(colors).size;
    if (refined === kinds) break;
  }
  return new Map(
    involved.map((table) => [table, colors.filter((_color, node) => nodes[node]?.table === table)]),
  );
}

const rowsOf = (tables: readonly TableEnd[], table: number): readonly Row[] =>
  tables[table]?.rows ?? [];

const tableNamed = (comparisons: readonly TableComparison[], name: string): number =>
  comparisons.findIndex(({ shape }) => shape.name === name);

/** The positions of tables that a followed foreign key is in or points to. */
function tablesInvolved(comparisons: readonly TableComparison[]): readonly number[] {
  const involved = new Set<number>();
  for (const [table, { followed }] of comparisons.entries()) {
    if (followed.length > 0) involved.add(table);
    for (const reference of followed) involved.add(tableNamed(comparisons, reference.table));
  }
  return [...involved];
}

function refinedBy(links: readonly Links[], colors: readonly number[], interner: Interner) {
  const colorOf = (node: number) => colors[node] ?? -1;
  return links.map(({ to, from }, node) => {
    const ahead = to.map((target) => (target === null ? '-' : colorOf(target)));
    const behind = from.map(({ link, source }) => `${link}:${colorOf(source)}`).toSorted();
    return interner.numberOf(`${colorOf(node)}>${ahead.join()}<${behind.join()}`);
  });
}

interface Node {
  readonly table: number;
  readonly row: Row;
}

/** The neighbors of a row. */
interface Links {
  /** By followed foreign key of its table; null: it points to no row. */
  readonly to: (number | null)[];
  /** Rows that point to it, with what the foreign key is called. */
  readonly from: { readonly link: string; readonly source: number }[];
}

function linksBetween(
  nodes: readonly Node[],
  comparisons: readonly TableComparison[],
): readonly Links[] {
  const links = nodes.map((): Links => ({ to: [], from: [] }));
  for (const [table, { followed }] of comparisons.entries()) {
    for (const [number, reference] of followed.entries()) {
      const targets = targetsOf(reference, nodes, tableNamed(comparisons, reference.table));
      for (const [source, node] of nodes.entries()) {
        if (node.table !== table) continue;
        const target = targets.get(keyText(node.row, reference.columns)) ?? null;
        links[source]?.to.push(target);
        if (target !== null) links[target]?.from.push({ link: `${table}.${number}`, source });
      }
    }
  }
  return links;
}

/** The rows that a foreign key can point to, by the values that it has. */
function targetsOf(
  { targetColumns }: Reference,
  nodes: readonly Node[],
  table: number,
): ReadonlyMap<string, number> {
  return new Map(
    nodes.flatMap((node, index): [string, number][] =>
      node.table === table ? [[keyText(node.row, targetColumns), index]] : [],
    ),
  );
}

/** A key with a NULL in it points to nothing, and nothing has it. */
const keyText = (row: Row, columns: readonly number[]): string =>
  rowText(columns.map((position) => row[position] ?? null));
