/** What a client sends, in units that go to the server together. */
import { Fields, type Message } from './framing.js';
import { shownValue } from './reply.js';

/** A statement that is bound to a portal. */
export interface BoundStatement {
  /** The name of the prepared statement; empty: the unnamed one. */
  readonly name: string;
  readonly parameters: unknown[];
  /** Its text, when the same unit prepared it. */
  readonly sql: string | undefined;
}

/** An Execute. */
export interface Execution {
  readonly portal: string;
  /** What the unit bound to the portal before; undefined: an earlier unit bound it. */
  readonly bound: BoundStatement | undefined;
}

/**
 * Messages that a client sent in a row: a simple query, or messages of the extended protocol up to a Sync or a
 * Flush.
 */
export interface Unit {
  readonly messages: readonly Message[];
  /** Flush: further messages of the same cycle follow. Alone: no query, such as COPY data. */
  readonly end: 'query' | 'sync' | 'flush' | 'alone';
  /** The text of a simple query; null: it is none. */
  readonly sql: string | null;
  /** Texts of the statements that it prepares, by name. */
  readonly prepared: ReadonlyMap<string, string>;
  /** The portals that it binds, by name. */
  readonly bound: ReadonlyMap<string, BoundStatement>;
  readonly executions: readonly Execution[];
  /** The statement that it describes; null: none. */
  readonly described: string | null;
}

/** The types that pass alone, because they are no queries: COPY data, its end, its failure, and Terminate. */
const ALONE = new Set(['d', 'c', 'f', 'X', 'p']);
const ENDS: Readonly<Record<string, Unit['end']>> = {
  Q: 'query',
  F: 'query',
  S: 'sync',
  H: 'flush',
};

/** Collects the messages of a client into units. */
export class Units {
  #messages: Message[] = [];

  /** @returns the unit that the message completes; undefined: none yet */
  add(message: Message): Unit | undefined {
    if (ALONE.has(message.type)) return unitOf([message], 'alone');
    this.#messages.push(message);
    const end = ENDS[message.type];
    if (end === undefined) return undefined;
    const messages = this.#messages;
    this.#messages = [];
    return unitOf(messages, end);
  }
}

function unitOf(messages: readonly Message[], end: Unit['end']): Unit {
  const prepared = new Map<string, string>();
  const bound = new Map<string, BoundStatement>();
  const types = new Map<string, readonly number[]>();
  const executions: Execution[] = [];
  let sql: string | null = null;
  let described: string | null = null;
  for (const message of messages) {
    const fields = new Fields(message);
    switch (message.type) {
      case 'Q':
        sql = fields.text();
        break;
      case 'F':
        sql = 'function call';
        break;
      case 'P': {
        const name = fields.text();
        prepared.set(name, fields.text());
        types.set(
          name,
          fields.list(() => fields.int32()),
        );
        break;
      }
      case 'B': {
        const portal = fields.text();
        const name = fields.text();
        const parameters = parametersIn(fields, types.get(name) ?? []);
        bound.set(portal, { name, parameters, sql: prepared.get(name) });
        break;
      }
      case 'D':
        if (fields.byte() === STATEMENT) described = fields.text();
        break;
      case 'E': {
        const portal = fields.text();
        executions.push({ portal, bound: bound.get(portal) });
        break;
      }
      default:
    }
  }
  return { messages, end, sql, prepared, bound, executions, described };
}

const STATEMENT = 'S'.charCodeAt(0);

/** The parameters of a Bind message, as people read them. */
function parametersIn(fields: Fields, types: readonly number[]): unknown[] {
  const formats = fields.list(() => fields.int16());
  const values = fields.list(() => fields.value(fields.int32()));
  return values.map((value, index) => {
    const format = formats.length === 1 ? formats[0] : formats[index];
    const shown = shownValue(value, types[index] ?? 0, format === 1);
    return typeof shown === 'string' && WHOLE.test(shown) ? Number(shown) : shown;
  });
}

/** Text that is the usual form of a whole number. Drivers send most numbers as text without a type. */
const WHOLE = /^(?:0|-?[1-9]\d{0,14})$/;
