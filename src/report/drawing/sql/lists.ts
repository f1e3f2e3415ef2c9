/** Long lists of columns: what a SELECT reads, an INSERT fills, an UPDATE sets. */
import { shownColumns } from './columns.js';
import {
  closingOf,
  ELLIPSIS,
  endOf,
  isMark,
  isName,
  isWord,
  itemsOf,
  joined,
  type Token,
  type TokenKind,
} from './tokens.js';

/** Shortens the lists of a statement, and of the queries inside it. */
export function withShortLists(tokens: readonly Token[], matters: ReadonlySet<string>): Token[] {
  const short: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const list = listAt(tokens, i);
    short.push(...tokens.slice(i, list.start));
    if (list.end === list.start) continue;
    const insert = isWord(tokens[i], 'into') ? insertAt(tokens, list.start, list.end) : null;
    if (insert !== null) {
      short.push(...shortInsert(insert, matters));
      i = insert.end - 1;
    } else {
      const items = itemsOf(tokens.slice(list.start, list.end));
      short.push(...shortList(items, matters));
      i = list.end - 1;
    }
  }
  return short;
}

const AFTER_COLUMNS = ['from', 'into', 'where', 'union', 'except', 'intersect', 'order', 'limit'];

/** The list that begins after a token; without one, `start` and `end` are after the token. */
function listAt(tokens: readonly Token[], at: number): { start: number; end: number } {
  const token = tokens[at];
  const next = at + 1;
  if (isWord(token, 'select')) {
    const start = isWord(tokens[next], 'distinct', 'all') ? next + 1 : next;
    return { start, end: endOf(tokens, start, ...AFTER_COLUMNS) };
  }
  if (isWord(token, 'returning')) return { start: next, end: endOf(tokens, next) };
  if (isWord(token, 'set') && tokens.some((each) => isWord(each, 'update'))) {
    return { start: next, end: endOf(tokens, next, 'from', 'where', 'returning') };
  }
  if (isWord(token, 'into')) {
    const open = tokens.findIndex((each, i) => i > at && !isName(each) && !isMark(each, '.'));
    const end = isMark(tokens[open], '(') ? closingOf(tokens, open) + 1 : next;
    return { start: end === next ? next : open, end };
  }
  return { start: next, end: next };
}

/** Items with the long lists inside them shortened, and only those that are shown. */
function shortList(items: readonly (readonly Token[])[], matters: ReadonlySet<string>): Token[] {
  const inner = items.map((item) => withShortLists(item, matters));
  const shown = shownColumns(items.map(columnOf), matters);
  const kept = inner.filter((item, i) => shown.has(i) || !isColumn(items[i] ?? item));
  return joined(kept.length < inner.length ? [...kept, [ELLIPSIS]] : kept);
}

/** The column that an item is about: of `stock = 1`, of `p.stock as left`. */
function columnOf(item: readonly Token[]): string {
  const [first, dot, second] = item;
  const column = isMark(dot, '.') ? second : first;
  return isName(column) ? column.text : '';
}

const PLAIN_KINDS = new Set<TokenKind>(['identifier', 'parameter', 'string', 'number']);

/** Whether an item is no more than a column, or sets one to a plain value. */
const isColumn = (item: readonly Token[]): boolean =>
  item.every(
    (token) =>
      PLAIN_KINDS.has(token.kind) ||
      isMark(token, '.') ||
      isWord(token, 'as', 'default') ||
      (token.kind === 'operator' && token.text === '=') ||
      isName(token),
  );

/* ---------- INSERT ---------- */

interface Insert {
  readonly columns: readonly (readonly Token[])[];
  readonly values: readonly (readonly Token[])[];
  readonly word: Token;
  readonly end: number;
}

/** The columns and the only row of an INSERT; null for other forms of it. */
function insertAt(tokens: readonly Token[], start: number, end: number): Insert | null {
  const word = tokens[end];
  if (word === undefined || !isWord(word, 'values') || !isMark(tokens[end + 1], '(')) return null;
  const close = closingOf(tokens, end + 1);
  if (isMark(tokens[close + 1], ',')) return null;
  const columns = itemsOf(tokens.slice(start + 1, end - 1));
  const values = itemsOf(tokens.slice(end + 2, close));
  if (columns.length !== values.length || close === tokens.length) return null;
  return { columns, values, word, end: close + 1 };
}

/** Leaves out the columns that take their default, and of many others some. */
function shortInsert({ columns, values, word }: Insert, matters: ReadonlySet<string>): Token[] {
  const given = columns
    .map((column, i) => ({ column, value: values[i] ?? [] }))
    .filter(({ value }) => !isWord(value[0], 'default'));
  const shown = shownColumns(
    given.map(({ column }) => columnOf(column)),
    matters,
  );
  const kept = given.filter((_, i) => shown.has(i));
  const more = kept.length < given.length ? [[ELLIPSIS]] : [];
  return [
    ...inBrackets([...kept.map(({ column }) => column), ...more]),
    word,
    ...inBrackets([...kept.map(({ value }) => value), ...more]),
  ];
}

const inBrackets = (items: readonly (readonly Token[])[]): Token[] => [
  { kind: 'mark', text: '(', spaced: true },
  ...joined(items),
  { kind: 'mark', text: ')', spaced: false },
];
