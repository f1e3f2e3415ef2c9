/** Statements that set a session back, and concern nobody else. */
import { nodesIn, wordsIn, type SqlNode } from './sql-nodes.js';

/** `RESET ALL` */
const resetsAll = ({ tag, of }: SqlNode): boolean =>
  tag === 'VariableSetStmt' && of['kind'] === 'VAR_RESET_ALL';

/** What only ends what the session itself has begun. */
const ENDS_OWN: ReadonlySet<string> = new Set(['ClosePortalStmt', 'UnlistenStmt']);

/**
 * Those statements of a text that do a part of `DISCARD ALL`: some pools send its parts, `RESET ALL` among them, when a
 * connection is given back. (Manual, DISCARD)
 * @param statements of a parse tree
 */
export function partsOfReset(statements: readonly unknown[]): ReadonlySet<unknown> {
  const isReset = statements.some((statement) => [...nodesIn(statement)].some(resetsAll));
  return new Set(isReset ? statements.filter(isPartOfReset) : []);
}

function isPartOfReset(statement: unknown): boolean {
  const nodes = [...nodesIn(statement)];
  return nodes.some(({ tag }) => ENDS_OWN.has(tag)) || unlocksAll(nodes);
}

function unlocksAll(nodes: readonly SqlNode[]): boolean {
  const calls = nodes.filter(({ tag }) => tag === 'FuncCall');
  return (
    calls.length > 0 &&
    calls.every(({ of }) => wordsIn(of['funcname']).at(-1) === 'pg_advisory_unlock_all') &&
    nodes.every(({ tag }) => tag !== 'RangeVar')
  );
}
