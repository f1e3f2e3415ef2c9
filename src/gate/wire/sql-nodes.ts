/** The parse tree of PostgreSQL's own parser. */
import { isObject } from '../../text/values.js';

/** A node of the parse tree. */
export interface SqlNode {
  /** Such as `FuncCall`; empty for one whose place says what it is. */
  readonly tag: string;
  readonly of: Readonly<Record<string, unknown>>;
}

/** All nodes of a tree, or of a part of it, from the top. */
export function* nodesIn(value: unknown, tag = ''): Generator<SqlNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesIn(item);
    return;
  }
  if (!isObject(value)) return;
  yield { tag, of: value };
  for (const [name, part] of Object.entries(value)) {
    yield* nodesIn(part, /^[A-Z]/.test(name) ? name : '');
  }
}

/** The statements of a parse tree. */
export const statementsIn = (tree: unknown): readonly unknown[] =>
  (isObject(tree) && Array.isArray(tree['stmts']) ? tree['stmts'] : []).map((each: unknown) =>
    isObject(each) ? each['stmt'] : null,
  );

/** What the parser calls a statement, such as `SelectStmt`. */
export const kindOf = (statement: unknown): string =>
  Object.keys(isObject(statement) ? statement : {})[0] ?? '';

/** `pg_catalog`, `version` for `pg_catalog.version()`. */
export const wordsIn = (names: unknown): readonly string[] =>
  Array.isArray(names)
    ? names.map((name: unknown) => {
        const word = isObject(name) ? name['String'] : null;
        return isObject(word) ? String(word['sval']) : '';
      })
    : [];
