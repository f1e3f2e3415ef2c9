/** Aliases and qualifiers that tell a reader nothing. */
import { isMark, isName, isWord, type Token } from './tokens.js';

/** A statement with shorter names. */
export interface ShortenedStatement {
  readonly tokens: readonly Token[];
  /** What became of the names of returned columns: `StockLevel_on_hand` → `on_hand`. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Leaves out aliases that repeat their column, the qualifier of the only table, and replaces long
 * aliases of tables by the tables.
 */
export function withShortNames(tokens: readonly Token[]): ShortenedStatement {
  const columns = withoutRepeats(tokens);
  const tables = tablesIn(columns.tokens);
  const qualifiers = qualifiersFor(tables);
  const shown = (name: string) => {
    const [table = '', column] = name.split('\0');
    if (column === undefined) return name;
    const qualifier = qualifiers.get(table) ?? table;
    return qualifier === '' ? column : `${qualifier}.${column}`;
  };
  return {
    tokens: requalified(columns.tokens, tables, qualifiers),
    names: new Map([...columns.names].map(([alias, name]) => [alias, shown(name)])),
  };
}

/* ---------- Columns ---------- */

/** Leaves out `as T_column` after `T.column`. The names keep their qualifier, after a `\0`. */
function withoutRepeats(tokens: readonly Token[]): ShortenedStatement {
  const names = new Map<string, string>();
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const alias = isWord(tokens[i], 'as') ? tokens[i + 1] : undefined;
    const named = isName(alias) ? columnBefore(kept) : null;
    if (isName(alias) && named !== null && repeats(alias.text, named)) {
      if (named.table !== null) names.set(alias.text, `${named.table}\0${named.column}`);
      i++;
    } else {
      kept.push(...tokens.slice(i, i + 1));
    }
  }
  return { tokens: kept, names };
}

interface NamedColumn {
  readonly table: string | null;
  readonly column: string;
}

/** The column, or the function, at the end. */
function columnBefore(tokens: readonly Token[]): NamedColumn | null {
  const last = tokens.at(-1);
  if (isMark(last, ')')) {
    const called = tokens[openingOf(tokens) - 1];
    return called?.kind === 'word' ? { table: null, column: called.text.toLowerCase() } : null;
  }
  if (!isName(last)) return null;
  const table = isMark(tokens.at(-2), '.') ? tokens.at(-3) : undefined;
  return { table: isName(table) ? table.text : null, column: last.text };
}

/** The bracket that the last one closes. */
function openingOf(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findLastIndex((token) => {
    if (isMark(token, ')')) depth++;
    return isMark(token, '(') && --depth === 0;
  });
}

const repeats = (alias: string, { table, column }: NamedColumn): boolean =>
  [column, `${table}_${column}`, `${table}.${column}`].includes(alias);

/* ---------- Tables ---------- */

/** A table that a statement names, at a position. */
interface Table {
  readonly name: string;
  readonly alias: string | null;
  /** Where the alias is written, with its AS; the end is exclusive. */
  readonly from: number;
  readonly to: number;
}

/** All tables, or null for something that this does not read, such as a list of tables. */
function tablesIn(tokens: readonly Token[]): readonly Table[] | null {
  const tables: Table[] = [];
  const isQuery = [false];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (isMark(token, '(')) isQuery.push(false);
    else if (isMark(token, ')')) isQuery.pop();
    else if (isWord(token, 'select', 'delete', 'update')) isQuery.splice(-1, 1, true);
    if (!introducesTable(tokens, i, isQuery.at(-1) ?? false)) continue;
    const table = tableAt(tokens, i + 1);
    if (table === null) return null;
    tables.push(table);
  }
  return tables;
}

/** Whether a table follows. FROM is a part of some functions, too, and UPDATE of some clauses. */
function introducesTable(tokens: readonly Token[], at: number, isQuery: boolean): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (isWord(token, 'join', 'into', 'using')) return !isWord(before, 'index');
  if (isWord(token, 'from')) return isQuery && !isWord(before, 'distinct');
  return isWord(token, 'update') && !isWord(before, 'for', 'key', 'do', 'on');
}

function tableAt(tokens: readonly Token[], start: number): Table | null {
  let at = isWord(tokens[start], 'only', 'lateral') ? start + 1 : start;
  let name = tokens[at];
  while (isName(name) && isMark(tokens[at + 1], '.')) {
    at += 2;
    name = tokens[at];
  }
  if (!isName(name)) return null;
  const from = at + 1;
  const named = isWord(tokens[from], 'as') ? from + 1 : from;
  const alias = tokens[named];
  const to = isName(alias) ? named + 1 : from;
  if (isMark(tokens[to], ',')) return null;
  return { name: name.text, alias: isName(alias) ? alias.text : null, from, to };
}

/** What replaces a qualifier; empty: nothing. */
function qualifiersFor(tables: readonly Table[] | null): ReadonlyMap<string, string> {
  if (tables === null) return new Map();
  const [only] = tables;
  if (only !== undefined && tables.length === 1) {
    return new Map([only.name, only.alias ?? only.name].map((name) => [name, '']));
  }
  const isTaken = (name: string) =>
    tables.filter((table) => table.name === name || table.alias === name).length > 1;
  const long = tables.filter(
    ({ name, alias }) =>
      alias !== null && (alias.length >= name.length || isSpelling(alias, name)) && !isTaken(name),
  );
  return new Map(long.map(({ name, alias }) => [alias ?? name, name]));
}

/** Whether an alias is the table in another spelling: `StockLevel` for `stock_level`. */
const isSpelling = (alias: string, name: string): boolean =>
  alias.toLowerCase() === name.replaceAll('_', '').toLowerCase();

/** Replaces the qualifiers, and leaves out the aliases that are replaced. */
function requalified(
  tokens: readonly Token[],
  tables: readonly Table[] | null,
  qualifiers: ReadonlyMap<string, string>,
): Token[] {
  const declared = (tables ?? []).filter(({ alias }) => alias !== null && qualifiers.has(alias));
  const renamed: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const table = declared.find(({ from, to }) => from <= i && i < to);
    const token = tokens[i];
    if (table !== undefined || token === undefined) continue;
    const isQualifier = isName(token) && isMark(tokens[i + 1], '.');
    const qualifier = isQualifier ? qualifiers.get(token.text) : undefined;
    const isLocked = isWord(tokens[i - 1], 'of') && isName(token);
    const locked = isLocked ? declared.find(({ alias }) => alias === token.text) : undefined;
    if (qualifier === '') {
      const column = tokens[i + 2];
      if (column !== undefined) renamed.push({ ...column, spaced: token.spaced });
      i += 2;
    } else {
      renamed.push({ ...token, text: locked?.name ?? qualifier ?? token.text });
    }
  }
  return renamed;
}
