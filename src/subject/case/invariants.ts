import { errorCode } from '../../database/driver-errors.js';
import { SessionLost } from '../../database/session-lost.js';
import type { Session } from '../../database/session.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import type { Case, CaseInvariant, JsonValue } from '../../model.js';
import { span } from '../../text/numbers.js';
import { propertyDefect, propertyFailed } from './defects.js';
import { hasNode, loadStatementsReader, type StatementsReader } from './read-statements.js';

type Violations = CaseEnd['violations'];

/** Rows of a violated invariant that a report shows. */
const SHOWN = 5;
/** Different rows whose violations are remembered. */
const REMEMBERED = 10_000;

const HINT = 'It must be one query that returns a row for each violation.';

/** The invariants of a case. Each runs once for the same rows. */
export class Invariants {
  readonly #case: Case;
  readonly #session: Session;
  readonly #limitMs: number;
  readonly #queries: readonly CaseInvariant[];
  readonly #known = new Map<string, Violations>();
  /** The names of those that the rows of the start violate. */
  violatedAtStart: readonly string[] = [];

  private constructor(
    the: Case,
    session: Session,
    limitMs: number,
    queries: readonly CaseInvariant[],
  ) {
    this.#case = the;
    this.#session = session;
    this.#limitMs = limitMs;
    this.#queries = queries;
  }

  /**
   * @param session used for nothing else; it becomes read-only, and READ COMMITTED
   * @param limitMs how long one may take
   * @throws {CaseDefect} for one that is no query
   */
  static async open(the: Case, session: Session, limitMs: number): Promise<Invariants> {
    const read = await loadStatementsReader();
    const queries = the.invariants.map((each) => queryIn(the, each, read));
    if (queries.length > 0) {
      await session.script(
        `set default_transaction_isolation = 'read committed'; set default_transaction_read_only = on; set statement_timeout = ${limitMs}`,
      );
    }
    return new Invariants(the, session, limitMs, queries);
  }

  /** Checks the rows of the start. What the server refuses is told at the end of the first order. @param key theirs */
  async checkStart(key: string): Promise<void> {
    try {
      this.violatedAtStart = (await this.violationsIn(key)).map(({ invariant }) => invariant);
    } catch (error) {
      if (error instanceof SessionLost) throw error;
    }
  }

  /**
   * The invariants that the committed rows violate.
   * @param key equal for equal rows
   * @throws {CaseDefect} for one that the server refuses
   */
  async violationsIn(key: string): Promise<Violations> {
    if (this.#queries.length === 0) return [];
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const all = await Promise.all(
      this.#queries.map(async (query) => ({
        invariant: query.name,
        rows: await this.#rowsOf(query),
      })),
    );
    const violated = all.filter(({ rows }) => rows.length > 0);
    if (this.#known.size < REMEMBERED) this.#known.set(key, violated);
    return violated;
  }

  async #rowsOf({ name, sql }: CaseInvariant): Promise<readonly JsonValue[]> {
    try {
      const rows = await this.#session.query<{ row: JsonValue }>(
        `select pg_catalog.to_jsonb(violation) as row from (\n${sql}\n) as violation limit ${SHOWN}`,
      );
      return rows.map(({ row }) => row);
    } catch (error) {
      throw this.#failure(propertyOf(name), error);
    }
  }

  #failure(property: string, error: unknown): unknown {
    if (error instanceof SessionLost) return error;
    switch (errorCode(error)) {
      case CANCELED:
        return propertyDefect(
          this.#case,
          `${property} takes longer than ${span(this.#limitMs)}`,
          'Write a query that is quick on the few rows of a case.',
          error,
        );
      case READ_ONLY:
        return propertyDefect(
          this.#case,
          `${property} changes the database`,
          'It may only read: it is checked after each schedule.',
          error,
        );
      default:
        return propertyFailed(this.#case, property, error, HINT);
    }
  }
}

/** `query_canceled`, and `read_only_sql_transaction` */
const CANCELED = '57014';
const READ_ONLY = '25006';

const propertyOf = (name: string): string => `invariants[${JSON.stringify(name)}]`;

/** The query alone, without a semicolon and what follows it. */
function queryIn(the: Case, { name, sql }: CaseInvariant, read: StatementsReader): CaseInvariant {
  const property = propertyOf(name);
  const statements = read(sql);
  // The server says what is wrong with it.
  if (statements === null) return { name, sql: sql.replace(/;\s*$/, '') };
  const [only, ...others] = statements;
  if (only === undefined) throw propertyDefect(the, `${property} has no statement`, HINT);
  if (others.length > 0) {
    const problem = `${property} has ${statements.length} statements`;
    throw propertyDefect(the, problem, 'Write an invariant for each of them, with a name.');
  }
  if (only.kind !== 'SelectStmt') throw propertyDefect(the, `${property} is no query`, HINT);
  if (hasNode(only.node, 'ParamRef')) {
    const problem = `${property} has a parameter, such as $1`;
    throw propertyDefect(the, problem, 'Write the value itself.');
  }
  return { name, sql: only.text };
}
