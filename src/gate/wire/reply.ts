/** What the server answered to a step. */
import type { Answer, ReturnedAnswer } from '../../explore/listener.js';
import { CONTENT, Fields, type Message } from './framing.js';
import { BINARY, isBinaryAt, shownValue, UNKNOWN_TYPE } from './values.js';

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** The OID of its type. */
  readonly type: number;
  readonly isBinary: boolean;
}

/** What is known of a result before it comes. */
export interface ResultShape {
  /** An earlier RowDescription, which stands in when the reply has none; null: there was none. */
  readonly description: Message | null;
  /** Those that the client asked for. The description of a statement that is not bound yet lacks them. @see BoundStatement.formats */
  readonly formats: readonly number[];
}

/** The columns of a RowDescription. */
export function columnsIn(message: Message): readonly ResultColumn[] {
  const fields = new Fields(message);
  return fields.list(() => {
    const name = fields.text();
    // The OID and the column of its table.
    fields.int32();
    fields.int16();
    const type = fields.int32();
    // Size and modifier.
    fields.int16();
    fields.int32();
    return { name, type, isBinary: fields.int16() === BINARY };
  });
}

/** The messages that answer a step, as an {@link Answer}. */
export class StepReply {
  readonly messages: readonly Message[];
  readonly #shape: ResultShape;

  constructor(messages: readonly Message[], shape: ResultShape) {
    this.messages = messages;
    this.#shape = shape;
  }

  /** The warnings of the server. */
  get warnings(): readonly string[] {
    return this.messages
      .filter(({ type }) => type === 'N')
      .map((notice) => errorFields(notice))
      .filter((fields) => fields.get('V') === 'WARNING')
      .map((fields) => fields.get('M') ?? '');
  }

  get answer(): Answer {
    const failure = this.messages.find(({ type }) => type === 'E');
    if (failure !== undefined) return failedWith(errorFields(failure));
    return new LazyAnswer(this.messages, this.#shape);
  }
}

function failedWith(error: ReadonlyMap<string, string>): Answer {
  const sqlstate = error.get('C') ?? '';
  return {
    kind: 'failed',
    sqlstate,
    message: error.get('M') ?? '',
    cycle: sqlstate === DEADLOCK ? cycleIn(error.get('D') ?? '') : null,
  };
}

/** Reads its parts when they are asked for: most answers are never looked at. */
class LazyAnswer implements ReturnedAnswer {
  readonly kind = 'returned';
  readonly #messages: readonly Message[];
  readonly #shape: ResultShape;

  constructor(messages: readonly Message[], shape: ResultShape) {
    this.#messages = messages;
    this.#shape = shape;
  }

  get rows(): readonly unknown[] {
    const { description } = this.#shape;
    let columns = description === null ? [] : this.#columnsIn(description);
    const rows: unknown[] = [];
    for (const message of this.#messages) {
      if (message.type === 'T') columns = this.#columnsIn(message);
      if (message.type === 'D') rows.push(rowIn(message, columns));
    }
    return rows;
  }

  #columnsIn(description: Message): readonly ResultColumn[] {
    const columns = columnsIn(description);
    const { formats } = this.#shape;
    if (formats.length === 0) return columns;
    return columns.map(({ name, type }, at) => ({
      name,
      type,
      isBinary: isBinaryAt(at, formats),
    }));
  }

  get count(): number {
    return Number(this.#tag.split(' ').at(-1)) || 0;
  }

  get command(): string {
    return this.#tag.replace(COUNTS, '');
  }

  /** The tag of the last command; empty: none. */
  get #tag(): string {
    const last = this.#messages.findLast(({ type }) => type === 'C');
    return last === undefined ? '' : new Fields(last).text();
  }
}

/** The numbers at the end of a tag; that of INSERT has two. (Manual 54.7, CommandComplete) */
const COUNTS = /(?: \d+)+$/;

const DEADLOCK = '40P01';

function rowIn(
  message: Message,
  columns: readonly ResultColumn[],
): Readonly<Record<string, unknown>> {
  const fields = new Fields(message);
  const values = fields.list(() => fields.value(fields.int32()));
  return Object.fromEntries(
    values.map((value, index) => {
      const {
        name = `column ${index + 1}`,
        type = UNKNOWN_TYPE,
        isBinary = false,
      } = columns[index] ?? {};
      return [name, shownValue({ bytes: value, isBinary }, type)];
    }),
  );
}

/** The fields of an ErrorResponse or a NoticeResponse, by their letters. (Manual 54.8) */
export function errorFields({ bytes }: Message): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let at = CONTENT;
  while (at < bytes.length && bytes[at] !== 0) {
    const end = bytes.indexOf(0, at + 1);
    const until = end < 0 ? bytes.length : end;
    fields.set(String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, until));
    at = until + 1;
  }
  return fields;
}

/** The backends of a deadlock, from the detail of its error: each waits for the next. */
function cycleIn(detail: string): readonly number[] {
  // One line for each, in the server's language: "Process 12 waits for …; blocked by process 34."
  return detail.split('\n').flatMap((line) => Number(/\d+/.exec(line)?.[0] ?? Number.NaN));
}
