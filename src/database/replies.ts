import { sqlstateIn } from './error-chain.js';
import { endsTransaction, keepsTransaction } from './raw-sql.js';
import type { Statement, StatementResult } from './statement.js';

/** What the driver gives back for one statement: rows that carry what the server said of them. */
export interface DriverReply<Row> extends ReadonlyArray<Row> {
  /** Null for a statement that counts nothing. */
  readonly count: number | null;
  readonly command: string | null;
}

/** SQL text of several statements has a reply for each. */
export type DriverReplies<Row> = DriverReply<Row> | readonly DriverReply<Row>[];

/** What is known after a statement was answered. */
export interface ReplyOf<Row> {
  /** Of several statements, that of the last. */
  readonly result: StatementResult<Row>;
  readonly inTransaction: boolean;
}

/**
 * Reads the replies to a statement. The command tags say whether there is a transaction now: only a
 * reply ends one, since a COMMIT that was cancelled leaves it open, and aborted.
 * @param before whether there was one
 */
export function read<Row>(
  replies: DriverReplies<Row>,
  statement: Statement,
  before: boolean,
): ReplyOf<Row> {
  const each = isSingle(replies) ? [replies] : replies;
  let inTransaction = before;
  for (const { command } of each) inTransaction = after(command, statement, inTransaction);
  const last = each.at(-1);
  const result = { rows: last ?? [], count: last?.count ?? 0, command: last?.command ?? '' };
  return { result, inTransaction };
}

const isSingle = <Row>(replies: DriverReplies<Row>): replies is DriverReply<Row> =>
  'command' in replies;

function after(command: string | null, { sql }: Statement, before: boolean): boolean {
  switch (command) {
    case 'BEGIN':
    case 'START TRANSACTION':
      return true;
    case 'COMMIT':
    case 'ROLLBACK':
      return before && keepsTransaction(sql);
    case 'PREPARE TRANSACTION':
      return false;
    default:
      return before;
  }
}

/** Cancelled, or not understood: then the server has not begun to end the transaction. */
const NOT_BEGUN: ReadonlySet<string> = new Set(['57014', '42601']);

/**
 * Whether a transaction is over although the statement that was to end it was refused: a COMMIT that
 * fails rolls back, and so does a PREPARE TRANSACTION. (Manual, `PREPARE TRANSACTION`)
 */
export function isOverAfter(error: unknown, { sql }: Statement): boolean {
  const code = sqlstateIn(error);
  return code !== undefined && !NOT_BEGUN.has(code) && endsTransaction(sql);
}
