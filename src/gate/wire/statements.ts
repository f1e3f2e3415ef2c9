import type { ResultColumn } from './reply.js';
import type { NamedStatement, Unit } from './units.js';

/** A statement that a unit executes. */
export interface ExecutedStatement {
  readonly sql: string;
  /** May be filled later, when the client binds them only after the release. */
  readonly parameters: unknown[];
}

/** The prepared statements and portals of a connection. */
export class Statements {
  readonly #texts = new Map<string, string>();
  readonly #columns = new Map<string, readonly ResultColumn[]>();
  readonly #portals = new Map<string, NamedStatement>();

  /** The statement that a unit executes, or is about to; null: none. */
  executedBy(unit: Unit): ExecutedStatement | null {
    if (unit.sql !== null) return { sql: unit.sql, parameters: [] };
    if (unit.executed !== null) {
      const { name, parameters } = this.#portalOf(unit, unit.executed);
      return { sql: this.#textOf(unit, name), parameters };
    }
    // Its first half: the client waits for the description before it sends the rest.
    const prepared = [...unit.prepared.values()].at(-1);
    if (unit.end !== 'flush' || prepared === undefined) return null;
    return { sql: prepared, parameters: [] };
  }

  /** The columns of what a unit executes, as they were described before. */
  columnsFor(unit: Unit): readonly ResultColumn[] {
    if (unit.executed === null) return [];
    return this.#columns.get(this.#portalOf(unit, unit.executed).name) ?? [];
  }

  /** Records what the server has accepted. A name that it refused keeps its earlier text. */
  accept(unit: Unit): void {
    if (unit.sql !== null) this.#texts.delete('');
    for (const [name, sql] of unit.prepared) this.#texts.set(name, sql);
    for (const [name, portal] of unit.bound) this.#portals.set(name, portal);
  }

  /** Records the columns of a statement that a unit described. */
  describe({ described }: Unit, columns: readonly ResultColumn[]): void {
    if (described !== null) this.#columns.set(described, columns);
  }

  #portalOf(unit: Unit, portal: string): NamedStatement {
    return unit.bound.get(portal) ?? this.#portals.get(portal) ?? { name: '', parameters: [] };
  }

  #textOf(unit: Unit, name: string): string {
    return unit.prepared.get(name) ?? this.#texts.get(name) ?? '';
  }
}
