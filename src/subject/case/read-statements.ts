/** Reads SQL of a case's author with PostgreSQL's own parser. */
import { loadSqlParser } from '../../gate/wire/sql-parser.js';
import { isObject, type UnknownRecord } from '../../text/values.js';

/** A statement of a text. */
export interface SqlStatement {
  /** Its node in the parse tree, such as `SelectStmt`. */
  readonly kind: string;
  readonly node: UnknownRecord;
  /** Without the semicolon. */
  readonly text: string;
}

/** Reads the statements of a text. Null: the parser cannot; the server says why. */
export type StatementsReader = (sql: string) => readonly SqlStatement[] | null;

/** A longer text, such as a dump with data, is not worth the time. */
const LONGEST = 2_000_000;

let loading: Promise<StatementsReader> | undefined;

/** Loads the parser, once. */
export const loadStatementsReader = (): Promise<StatementsReader> => (loading ??= load());

async function load(): Promise<StatementsReader> {
  const { parse } = await loadSqlParser();
  return (sql) => {
    if (sql.length > LONGEST) return null;
    try {
      return statementsIn(sql, parse(sql));
    } catch {
      return null;
    }
  };
}

function statementsIn(sql: string, tree: unknown): readonly SqlStatement[] {
  const bytes = Buffer.from(sql);
  const found: unknown = isObject(tree) ? tree['stmts'] : null;
  return (Array.isArray(found) ? found : []).flatMap((each: unknown) => {
    if (!isObject(each) || !isObject(each['stmt'])) return [];
    const [entry] = Object.entries(each['stmt']);
    if (entry === undefined) return [];
    const [kind, node] = entry;
    // In bytes. A length that is left out means: up to the end.
    const from = Number(each['stmt_location'] ?? 0);
    const length = Number(each['stmt_len'] ?? 0);
    const until = length === 0 ? bytes.length : from + length;
    const text = bytes.toString('utf8', from, until).trim();
    return [{ kind, node: isObject(node) ? node : {}, text }];
  });
}

/** Whether a node, or anything inside it, has this tag. */
export function hasNode(value: unknown, tag: string): boolean {
  if (Array.isArray(value)) return value.some((item) => hasNode(item, tag));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, part]) => name === tag || hasNode(part, tag));
}
