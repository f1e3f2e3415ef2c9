import { quotedIdentifier } from '../../text/identifier.js';
import { Fields, type Message } from './framing.js';
import type { ResultShape } from './reply.js';
import {
  FUNCTION_CALL,
  type BoundStatement,
  type DescribedStatement,
  type Execution,
  type PreparedStatement,
  type Unit,
} from './units.js';
import { shownParameter, UNKNOWN_TYPE } from './values.js';

/** A statement that a unit executes. */
export interface ExecutedStatement {
  /** Several ones of the same unit are joined by semicolons. */
  readonly sql: string;
  /** May be filled later, when the client binds them only after the release. */
  readonly parameters: unknown[];
}

/** A prepared statement, and what the server has said of it. */
interface KnownStatement extends PreparedStatement {
  /** The description of its result; null: there was none yet. */
  readonly result: Message | null;
}

/** The prepared statements and portals of a connection. */
export class Statements {
  readonly #known = new Map<string, KnownStatement>();
  readonly #portals = new Map<string, BoundStatement>();

  /** The statement that a unit executes, or is about to; null: none. */
  executedBy(unit: Unit): ExecutedStatement | null {
    if (unit.sql !== null || unit.executions.length > 0) return this.#together(unit);
    // Its first half: the client waits for the description before it sends the rest.
    const prepared = [...unit.prepared.values()].at(-1);
    if (unit.end !== 'flush' || prepared === undefined) return null;
    return { sql: prepared.sql, parameters: this.lastBoundIn(unit) };
  }

  /** The parameters of what a unit binds last. */
  lastBoundIn({ bound }: Unit): unknown[] {
    const last = [...bound.values()].at(-1);
    return last === undefined ? [] : this.#parametersOf(last);
  }

  #together({ executions, sql }: Unit): ExecutedStatement {
    const all = executions.map((execution) => this.#boundTo(execution));
    const texts = all.map((each) => this.#statementOf(each).sql);
    return {
      sql: joined(sql === null ? texts : [...texts, sql]),
      parameters: all.flatMap((each) => this.#parametersOf(each)),
    };
  }

  #parametersOf(bound: BoundStatement): unknown[] {
    const { types } = this.#statementOf(bound);
    return bound.values.map((value, at) => shownParameter(value, types[at] ?? UNKNOWN_TYPE));
  }

  /** The result of what a unit executes last, as far as it was described before. */
  shapeFor({ executions }: Unit): ResultShape {
    const last = executions.at(-1);
    if (last === undefined) return { description: null, formats: [] };
    const bound = this.#boundTo(last);
    return { description: this.#statementOf(bound).result, formats: bound.formats };
  }

  /**
   * Records what the server has accepted. A name that it refused keeps its earlier text.
   * @param failedAfter how many statements it had prepared when the unit failed. They stay, even when the transaction
   * is rolled back. Null: it has not failed
   */
  accept(unit: Unit, failedAfter: number | null = null): void {
    if (unit.sql !== null && unit.sql !== FUNCTION_CALL) this.#known.delete('');
    for (const [name, statement] of unit.parsed.slice(0, failedAfter ?? unit.parsed.length))
      this.#known.set(name, this.#with(name, statement));
    if (failedAfter !== null) return;
    // The text that a portal was bound to stays, even when its statement is prepared anew.
    for (const [portal, bound] of unit.bound)
      this.#portals.set(portal, { ...bound, prepared: this.#statementOf(bound) });
  }

  /**
   * Records what the server says of a statement that a unit describes: its columns, or its parameters.
   * @param at how many it has described before
   */
  describe(unit: Unit, description: Message, at: number): void {
    const { type } = description;
    const described = unit.described[at] ?? null;
    if (described === null || !(type === RESULT || type === PARAMETERS)) return;
    const { sql, types, result } = this.#statementOf(described);
    if (type === RESULT) {
      this.#known.set(described.name, { sql, types, result: description });
      return;
    }
    const fields = new Fields(description);
    this.#known.set(described.name, { sql, types: fields.list(() => fields.int32()), result });
  }

  #boundTo({ portal, bound }: Execution): BoundStatement {
    return bound ?? this.#portals.get(portal) ?? cursorNamed(portal);
  }

  #statementOf({ name, prepared }: DescribedStatement): KnownStatement {
    return prepared === undefined
      ? (this.#known.get(name) ?? statementNamed(name))
      : this.#with(name, prepared);
  }

  /** With what was said before of a statement of the same name and text. */
  #with(name: string, statement: PreparedStatement): KnownStatement {
    const { sql, types } = statement;
    const known = this.#known.get(name);
    if (known?.sql !== sql) return { sql, types, result: null };
    const isTyped = types.some((type) => type !== UNKNOWN_TYPE);
    return isTyped ? { sql, types, result: known.result } : known;
  }
}

/** RowDescription and ParameterDescription. (Manual 54.7) */
const RESULT = 'T';
const PARAMETERS = 't';

/** The texts as one. A comment at the end of one ends with its line. */
const joined = (texts: readonly string[]): string =>
  texts.reduce((before, text) => `${before}${before.includes('--') ? '\n' : ''}; ${text}`);

/**
 * A statement that no message has prepared. SQL's PREPARE may have: the names are the same. There is none without a name.
 */
const statementNamed = (name: string): KnownStatement => ({
  sql: name === '' ? '' : `execute ${quotedIdentifier(name)}`,
  types: [],
  result: null,
});

/** A portal that no message has bound: one of SQL's DECLARE. */
const cursorNamed = (portal: string): BoundStatement => ({
  name: '',
  values: [],
  formats: [],
  prepared: { sql: portal === '' ? '' : `fetch ${quotedIdentifier(portal)}`, types: [] },
});
