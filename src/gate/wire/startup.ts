/** The start of a client's connection, up to the first ReadyForQuery. */
import { timingSafeEqual } from 'node:crypto';

import { Fields, FramingError, int32, messageOf, type Message } from './framing.js';

/** Codes in place of a protocol version. (Manual 54.7) */
const SSL_REQUEST = 80_877_103;
const GSSENC_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

const HEADER = 8;
/** The limit of the server for the packet that starts a connection. */
const LONGEST = 10_000;

/** The first packet of a client. It has no type. */
export type FirstPacket =
  /** It asks for encryption. The answer is one letter. */
  | { readonly kind: 'encryption' }
  /** It cancels the statement of another connection. */
  | { readonly kind: 'cancel'; readonly bytes: Buffer }
  | { readonly kind: 'startup'; readonly bytes: Buffer };

/**
 * @returns the packet and what follows it; undefined: it is not complete yet
 * @throws {FramingError} for bytes of another protocol
 */
export function firstPacket(bytes: Buffer): { packet: FirstPacket; rest: Buffer } | undefined {
  if (bytes.length < HEADER) return undefined;
  const length = bytes.readInt32BE(0);
  if (length < HEADER || length > LONGEST) throw new FramingError('not a client of PostgreSQL');
  if (bytes.length < length) return undefined;
  const whole = bytes.subarray(0, length);
  const rest = bytes.subarray(length);
  switch (bytes.readInt32BE(4)) {
    case SSL_REQUEST:
    case GSSENC_REQUEST:
      return { packet: { kind: 'encryption' }, rest };
    case CANCEL_REQUEST:
      return { packet: { kind: 'cancel', bytes: whole }, rest };
    default:
      return { packet: { kind: 'startup', bytes: whole }, rest };
  }
}

/** The parameters of a startup packet: names and values in turn, each up to a zero byte. (Manual 54.7) */
export function parametersIn(packet: Buffer): ReadonlyMap<string, string> {
  const texts = packet.toString('utf8', HEADER).split('\0');
  const parameters = new Map<string, string>();
  for (let at = 0; at + 1 < texts.length && texts[at] !== ''; at += 2)
    parameters.set(texts[at] ?? '', texts[at + 1] ?? '');
  return parameters;
}

const AUTHENTICATION_OK = 0;
const CLEARTEXT_PASSWORD = 3;

/** What the first AuthenticationRequest of a server asks for. */
export const asksNothing = (request: Message): boolean =>
  new Fields(request).int32() === AUTHENTICATION_OK;

/**
 * The request for a password. The gate itself asks for it when the server does not, because other users of the
 * machine can reach the gate's port.
 */
export const passwordRequest = (): Buffer => messageOf('R', int32(CLEARTEXT_PASSWORD));

/** Whether a PasswordMessage has this password. */
export function hasPassword(answer: Message, password: string): boolean {
  const given = Buffer.from(new Fields(answer).text());
  const wanted = Buffer.from(password);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The error for a client that the gate refuses. */
export const refusal = (sqlstate: string, text: string): Buffer =>
  messageOf('E', Buffer.from(`SFATAL\0VFATAL\0C${sqlstate}\0M${text}\0\0`));
