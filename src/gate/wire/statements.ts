import type { Message } from './framing.js';
import { columnsIn, type ResultColumn } from './reply.js';
import type { BoundStatement, Execution, Unit } from './units.js';

/** A statement that a unit executes. */
export interface ExecutedStatement {
  /** Several ones of the same unit are joined by semicolons. */
  readonly sql: string;
  /** May be filled later, when the client binds them only after the release. */
  readonly parameters: unknown[];
}

/** The prepared statements and portals of a connection. */
export class Statements {
  readonly #texts = new Map<string, string>();
  readonly #columns = new Map<string, readonly ResultColumn[]>();
  readonly #portals = new Map<string, BoundStatement>();

  /** The statement that a unit executes, or is about to; null: none. */
  executedBy(unit: Unit): ExecutedStatement | null {
    if (unit.sql !== null) return { sql: unit.sql, parameters: [] };
    if (unit.executions.length > 0) return this.#together(unit.executions);
    // Its first half: the client waits for the description before it sends the rest.
    const prepared = [...unit.prepared.values()].at(-1);
    if (unit.end !== 'flush' || prepared === undefined) return null;
    const bound = [...unit.bound.values()].at(-1);
    return { sql: prepared, parameters: [...(bound?.parameters ?? [])] };
  }

  #together(executions: readonly Execution[]): ExecutedStatement {
    const all = executions.map((execution) => this.#boundTo(execution));
    const [first, ...others] = all;
    if (first !== undefined && others.length === 0)
      return { sql: this.#textOf(first), parameters: first.parameters };
    return {
      sql: all.map((each) => this.#textOf(each)).join('; '),
      parameters: all.flatMap(({ parameters }) => parameters),
    };
  }

  /** The columns of what a unit executes last, as they were described before. */
  columnsFor({ executions }: Unit): readonly ResultColumn[] {
    const last = executions.at(-1);
    return last === undefined ? [] : (this.#columns.get(this.#boundTo(last).name) ?? []);
  }

  /** Records what the server has accepted. A name that it refused keeps its earlier text. */
  accept(unit: Unit): void {
    if (unit.sql !== null) this.#texts.delete('');
    for (const [name, sql] of unit.prepared) this.#texts.set(name, sql);
    // The text that a portal was bound to stays, even when its statement is prepared anew.
    for (const [portal, bound] of unit.bound)
      this.#portals.set(portal, { ...bound, sql: this.#textOf(bound) });
  }

  /** Records the columns of a statement that a unit described. */
  describe({ described }: Unit, description: Message): void {
    if (described !== null) this.#columns.set(described, columnsIn(description));
  }

  #boundTo({ portal, bound }: Execution): BoundStatement {
    return bound ?? this.#portals.get(portal) ?? NOTHING;
  }

  #textOf({ name, sql }: BoundStatement): string {
    return sql ?? this.#texts.get(name) ?? '';
  }
}

const NOTHING: BoundStatement = { name: '', parameters: [], sql: undefined };
