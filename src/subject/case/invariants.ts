import type { Session } from '../../database/session.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import type { Case, JsonValue } from '../../model.js';
import { propertyFailed } from './defects.js';

type Violations = CaseEnd['violations'];

/** Rows of a violated invariant that a report shows. */
const SHOWN = 5;
/** Different rows whose violations are remembered. */
const REMEMBERED = 10_000;

/** The invariants of a case. Each runs once for the same rows. */
export class Invariants {
  readonly #case: Case;
  readonly #session: Session;
  readonly #known = new Map<string, Violations>();

  constructor(the: Case, session: Session) {
    this.#case = the;
    this.#session = session;
  }

  /**
   * The invariants that the committed rows violate.
   * @param key equal for equal rows
   * @throws {CaseDefect} for one that is no query
   */
  async violationsIn(key: string): Promise<Violations> {
    const { invariants } = this.#case;
    if (invariants.length === 0) return [];
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const all = await Promise.all(
      invariants.map(async ({ name, sql }) => ({
        invariant: name,
        rows: await this.#rowsOf(name, sql),
      })),
    );
    const violated = all.filter(({ rows }) => rows.length > 0);
    if (this.#known.size < REMEMBERED) this.#known.set(key, violated);
    return violated;
  }

  async #rowsOf(name: string, sql: string): Promise<readonly JsonValue[]> {
    const query = sql.replace(/;\s*$/, '');
    try {
      const rows = await this.#session.query<{ row: JsonValue }>(
        `select pg_catalog.to_jsonb(violation) as row from (\n${query}\n) as violation limit ${SHOWN}`,
      );
      return rows.map(({ row }) => row);
    } catch (error) {
      throw propertyFailed(
        this.#case,
        `invariants['${name}']`,
        error,
        'It must be one query that returns a row for each violation.',
      );
    }
  }
}
