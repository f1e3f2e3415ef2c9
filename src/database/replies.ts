import { sqlstateIn } from './error-chain.js';
import { endsTransaction, keepsTransaction } from './raw-sql.js';
import type { Statement, StatementResult } from './statement.js';

/** The driver's reply to one statement: the rows, with their count and command tag. */
interface DriverReply<Row> extends ReadonlyArray<Row> {
  /** Null for a statement that counts no rows. */
  readonly count: number | null;
  readonly command: string | null;
}

/** One reply, or one for each statement of a text with several. */
export type DriverReplies<Row> = DriverReply<Row> | readonly DriverReply<Row>[];

/** What the replies to a statement say. */
export interface ReplyOf<Row> {
  /** The result of the last statement, when there are several. */
  readonly result: StatementResult<Row>;
  readonly inTransaction: boolean;
}

/**
 * Reads the replies to a statement. The command tags say whether a transaction is open now. Only a reply
 * ends a transaction, because a cancelled COMMIT leaves it open and aborted.
 * @param before whether a transaction was open before
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

/** query_canceled and syntax_error: the server has not started to end the transaction. */
const NOT_BEGUN: ReadonlySet<string> = new Set(['57014', '42601']);

/**
 * Whether a failed statement ended its transaction. A COMMIT that fails rolls back, and so does a PREPARE
 * TRANSACTION. (Manual, `PREPARE TRANSACTION`)
 */
export function isOverAfter(error: unknown, { sql }: Statement): boolean {
  const code = sqlstateIn(error);
  return code !== undefined && !NOT_BEGUN.has(code) && endsTransaction(sql);
}
