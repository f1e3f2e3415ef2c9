import { TABLES } from './tables.js';

/** In the place of what differs from run to run. */
const UNSTABLE = '*';

/**
 * A text that is the same for ends with the same endings and the same rows.
 * @param among the workers whose endings count
 */
export function endKey({ endings, rows }, among) {
  const contents = contentsOf(rows);
  const compared = among.map((index) => [index, endingIn(endings[index], contents)]);
  const tables = Object.keys(rows).map((table) =>
    rows[table].map((row) => contentOf(table, row, contents)).toSorted(),
  );
  return JSON.stringify([compared, tables]);
}

/** An ending without what differs from run to run. */
function endingIn(ending, contents) {
  if (ending.kind !== 'returned') return ending;
  // In results, the key of a purchase has this name.
  const value = JSON.stringify(ending.value, (name, part) =>
    name === 'purchase' ? (contents.get(`purchase ${part}`) ?? UNSTABLE) : part,
  );
  return { kind: ending.kind, value };
}

/**
 * What a key that is numbered anew in each run stands for, by table and key: the stable columns of its row, and those of
 * the rows that refer to it.
 */
function contentsOf(rows) {
  const own = new Map();
  for (const [table, key, row] of keyedRows(rows))
    own.set(`${table} ${row[key]}`, contentOf(table, row, null));
  const referring = new Map([...own.keys()].map((name) => [name, []]));
  for (const [table, list] of Object.entries(rows)) {
    for (const [column, target] of Object.entries(TABLES[table].references)) {
      for (const row of list)
        referring.get(`${target} ${row[column]}`).push(contentOf(table, row, null));
    }
  }
  return new Map(
    [...own].map(([name, content]) => [
      name,
      JSON.stringify([content, referring.get(name).toSorted()]),
    ]),
  );
}

const keyedRows = (rows) =>
  Object.entries(rows).flatMap(([table, list]) => {
    const { key } = TABLES[table];
    return key === null ? [] : list.map((row) => [table, key, row]);
  });

/** @param contents of the rows that it refers to; null: they do not count */
function contentOf(table, row, contents) {
  const { unstable, references } = TABLES[table];
  return JSON.stringify(row, (name, value) => {
    if (unstable.includes(name)) return UNSTABLE;
    if (references[name] === undefined) return value;
    return contents?.get(`${references[name]} ${value}`) ?? UNSTABLE;
  });
}
