/** A statement on its way from a strategy to the server, below Kysely. */
export interface Statement {
  readonly kind: 'begin' | 'commit' | 'rollback' | 'read' | 'write' | 'other';
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface StatementResult<Row> {
  readonly rows: readonly Row[];
  /** Rows selected or affected; 0 for a statement that counts none. */
  readonly count: number;
  /** The server's command tag, such as `UPDATE`. */
  readonly command: string;
}

/**
 * Intercepts the statements between a worker and its session. It may delay a statement, hold it until a
 * schedule releases it, or read the result. A strategy does not notice it.
 */
export type StatementInterceptor = <Row>(
  statement: Statement,
  send: () => Promise<StatementResult<Row>>,
) => Promise<StatementResult<Row>>;
