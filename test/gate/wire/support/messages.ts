/** Messages of a client and of a server, as they are on the wire. */
import { int16, int32, messageOf, type Message } from '../../../../src/gate/wire/framing.js';
import { Units, type Unit } from '../../../../src/gate/wire/units.js';

export const message = (
  type: string,
  ...content: readonly (string | number | Buffer)[]
): Message => {
  const bytes = messageOf(type, ...content);
  return { type, bytes };
};

/** Such as `parse('name', 'select $1', 23)`, with the OIDs of the parameters' types. */
export const parse = (name: string, sql: string, ...types: readonly number[]): Message =>
  message('P', name, sql, int16(types.length), ...types);

/** A Bind whose parameters are text; null is SQL's NULL. */
export function bind(
  portal: string,
  name: string,
  values: readonly (string | Buffer | null)[] = [],
): Message {
  const isBinary = values.some((value) => value instanceof Buffer);
  const formats = isBinary ? [int16(1), int16(1)] : [int16(0)];
  const parameters = values.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = Buffer.from(value);
    return [int32(bytes.length), bytes];
  });
  // The number has no sign.
  const count = int32(values.length).subarray(2);
  return message('B', portal, name, ...formats, count, Buffer.concat(parameters), int16(0));
}

export const describeStatement = (name: string): Message => message('D', Buffer.from('S'), name);
export const describePortal = (portal: string): Message => message('D', Buffer.from('P'), portal);
export const execute = (portal = '', rows = 0): Message => message('E', portal, rows);
export const query = (sql: string): Message => message('Q', sql);
export const sync = message('S');
export const flush = message('H');

export const ready = (status: 'I' | 'T' | 'E'): Message => message('Z', Buffer.from(status));
export const complete = (tag: string): Message => message('C', tag);

/** A RowDescription of columns: name, OID of the type, and whether the values are binary. */
export const description = (
  ...columns: readonly (readonly [string, number, boolean?])[]
): Message =>
  message(
    'T',
    int16(columns.length),
    ...columns.flatMap(([name, type, isBinary = false]) => [
      name,
      0,
      int16(0),
      type,
      int16(-1),
      -1,
      int16(isBinary ? 1 : 0),
    ]),
  );

/** A DataRow. */
export const row = (...values: readonly (string | Buffer | null)[]): Message =>
  message(
    'D',
    int16(values.length),
    ...values.flatMap((value) => {
      if (value === null) return [int32(-1)];
      const bytes = Buffer.from(value);
      return [int32(bytes.length), bytes];
    }),
  );

/** An ErrorResponse or a NoticeResponse, with its fields by letter. */
export const told = (type: 'E' | 'N', fields: Readonly<Record<string, string>>): Message =>
  message(
    type,
    Buffer.from(
      `${Object.entries(fields)
        .map(([letter, text]) => `${letter}${text}\0`)
        .join('')}\0`,
    ),
  );

/** The units that messages make up. */
export function unitsIn(...messages: readonly Message[]): readonly Unit[] {
  const units = new Units();
  return messages.flatMap((each) => units.add(each) ?? []);
}

/** The one unit that messages make up. */
export function unitOf(...messages: readonly Message[]): Unit {
  const [unit, ...others] = unitsIn(...messages);
  if (unit === undefined || others.length > 0) throw new Error('the messages are not one unit');
  return unit;
}
