/** What a client sends, in units that go to the server together. */
import { Fields, messageOf, type Message } from './framing.js';
import { isBinaryAt, type WireValue } from './values.js';

/** A statement that is bound to a portal. */
export interface BoundStatement {
  /** The name of the prepared statement; empty: the unnamed one. */
  readonly name: string;
  readonly values: readonly WireValue[];
  /** Of the columns of its result. @see isBinaryAt */
  readonly formats: readonly number[];
  /** What the same unit prepared, and it is bound to. */
  readonly prepared: PreparedStatement | undefined;
}

/** A statement that is prepared. */
export interface PreparedStatement {
  readonly sql: string;
  /** The OIDs of its parameters' types, as far as the client names them; 0: the server finds it out. */
  readonly types: readonly number[];
}

/** A statement that is described. */
export type DescribedStatement = Pick<BoundStatement, 'name' | 'prepared'>;

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
  /** The statements that it prepares, by name. */
  readonly prepared: ReadonlyMap<string, PreparedStatement>;
  /** The same in order. A name can come again. */
  readonly parsed: readonly (readonly [string, PreparedStatement])[];
  /** The portals that it binds, by name. */
  readonly bound: ReadonlyMap<string, BoundStatement>;
  readonly executions: readonly Execution[];
  /** How many of its messages the server answers, each with one. */
  readonly asked: number;
  /** The statements that it describes, by themselves or by their portals, in order; null: an earlier unit bound the portal. */
  readonly described: readonly (DescribedStatement | null)[];
}

/** The types that pass alone, because they are no queries: COPY data, its end, its failure, and Terminate. */
const ALONE = new Set(['d', 'c', 'f', 'X', 'p']);
/** The types that are answered with one message each. */
const ASKING = new Set(['P', 'B', 'C', 'D', 'E']);
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
  const parsed: [string, PreparedStatement][] = [];
  const prepared = new Map<string, PreparedStatement>();
  const bound = new Map<string, BoundStatement>();
  const executions: Execution[] = [];
  let sql: string | null = null;
  const described: (DescribedStatement | null)[] = [];
  for (const message of messages) {
    const fields = new Fields(message);
    switch (message.type) {
      case 'Q':
        sql = fields.text();
        break;
      case 'F':
        sql = FUNCTION_CALL;
        break;
      case 'P': {
        const name = fields.text();
        const statement = { sql: fields.text(), types: fields.list(() => fields.int32()) };
        parsed.push([name, statement]);
        prepared.set(name, statement);
        break;
      }
      case 'B': {
        const portal = fields.text();
        const name = fields.text();
        const values = valuesIn(fields);
        const formats = fields.list(() => fields.int16());
        bound.set(portal, { name, values, formats, prepared: prepared.get(name) });
        break;
      }
      case 'D':
        if (fields.byte() === STATEMENT) {
          const name = fields.text();
          described.push({ name, prepared: prepared.get(name) });
        } else described.push(bound.get(fields.text()) ?? null);
        break;
      case 'E': {
        const portal = fields.text();
        executions.push({ portal, bound: bound.get(portal) });
        break;
      }
      default:
    }
  }
  const asked = messages.filter(({ type }) => ASKING.has(type)).length;
  return { messages, end, sql, parsed, prepared, bound, executions, asked, described };
}

const STATEMENT = 'S'.charCodeAt(0);

/** Stands for the text of a FunctionCall, which has none. */
export const FUNCTION_CALL = 'function call';

/** The parameters of a Bind message. */
function valuesIn(fields: Fields): WireValue[] {
  const formats = fields.list(() => fields.int16());
  return fields
    .list(() => fields.value(fields.int32()))
    .map((bytes, index) => ({ bytes, isBinary: isBinaryAt(index, formats) }));
}

/** A unit that the server skips, because of an error: it answers the Sync only. */
export const skipped = ({ messages, end }: Unit): Unit => ({
  ...unitOf([], end === 'query' ? 'flush' : end),
  messages,
});

/** It asks the server to send what it has kept back. */
export const FLUSH = messageOf('H');

/** Whether the server answers nothing to a unit, as to a Flush alone. */
export const isUnanswered = ({ end, asked }: Unit): boolean => end === 'flush' && asked === 0;

/** What its messages consist of, in order. */
export const bytesOf = ({ messages }: Unit): Buffer[] => messages.map(({ bytes }) => bytes);
