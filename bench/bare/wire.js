/** The part of PostgreSQL's protocol, version 3, that prepared statements on a trusted socket need. */
import { connect } from 'node:net';

const message = (type, body) => {
  const head = Buffer.alloc(type.length + 4);
  head.write(type);
  head.writeInt32BE(body.length + 4, type.length);
  return Buffer.concat([head, body]);
};
const text = (...strings) => Buffer.from(strings.map((each) => `${each}\0`).join(''));
const int16 = (value) => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const VERSION_3 = 196_608;
const SYNC = message('S', Buffer.alloc(0));
const EXECUTE_SYNC = Buffer.concat([message('E', Buffer.concat([text(''), int32(0)])), SYNC]);

export const query = (sql) => message('Q', text(sql));

export const prepare = (name, sql) =>
  Buffer.concat([message('P', Buffer.concat([text(name, sql), int16(0)])), SYNC]);

/** Parameters and rows as text. */
export function execute(name, parameters) {
  const values = parameters.map((value) => {
    const bytes = Buffer.from(String(value));
    return Buffer.concat([int32(bytes.length), bytes]);
  });
  const count = int16(parameters.length);
  const bind = Buffer.concat([text('', name), int16(0), count, ...values, int16(0)]);
  return Buffer.concat([message('B', bind), EXECUTE_SYNC]);
}

const ERROR = 0x45;
const DATA_ROW = 0x44;
const READY = 0x5a;

/**
 * A session. Its `ask` sends bytes and waits for `times` ReadyForQuery messages.
 * @returns `ask`, which resolves with the bytes of the last row, or rejects with the first error, with its
 *   SQLSTATE as `code`
 */
export async function openSession({ path, user, database }) {
  const socket = connect(path);
  let waiting = { times: 0 };
  let row = null;
  let error = null;
  let rest = Buffer.alloc(0);
  const take = (type, body) => {
    if (type === DATA_ROW) row = body;
    if (type === ERROR) error ??= errorOf(body.toString());
    if (type !== READY) return;
    waiting.times -= 1;
    if (waiting.times > 0) return;
    const { resolve, reject } = waiting;
    if (error) reject(error);
    else resolve(row);
  };
  socket.on('data', (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (bytes.length - at > 4) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      take(bytes[at], bytes.subarray(at + 5, end));
      at = end;
    }
    rest = bytes.subarray(at);
  });
  socket.on('close', () => waiting.reject?.(new Error('the server closed the connection')));
  const ask = (bytes, times = 1) =>
    new Promise((resolve, reject) => {
      waiting = { times, resolve, reject };
      row = null;
      error = null;
      socket.write(bytes);
    });
  const options = text('user', user, 'database', database, '');
  await ask(message('', Buffer.concat([int32(VERSION_3), options])));
  return { ask, close: () => socket.destroy() };
}

/** Parses an ErrorResponse. Each field is a letter and a string: `C` is the SQLSTATE, `M` the message. */
function errorOf(body) {
  const field = (letter) =>
    body
      .split('\0')
      .find((each) => each.startsWith(letter))
      ?.slice(1);
  return Object.assign(new Error(field('M')), { code: field('C') });
}

/** A column of a row. No column before it may be null. */
export function column(row, number) {
  let at = 2;
  for (let each = 0; each < number; each += 1) at += 4 + row.readInt32BE(at);
  return row.toString('latin1', at + 4, at + 4 + row.readInt32BE(at));
}
