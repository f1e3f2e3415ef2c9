import { abridged, printable } from '../../text/wrap.js';

/** A value as one would write it in SQL, on one line: `10`, `'it''s'`, `null`. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'string':
      return quoted(value);
    default:
      return value instanceof Date ? quoted(timestamp(value)) : quoted(asJson(value));
  }
}

const quoted = (text: string): string => `'${printable(abridged(text)).replaceAll("'", "''")}'`;

/** As PostgreSQL prints it in UTC: `2026-01-31 12:00:00.123+00`. */
function timestamp(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  return date.toISOString().replace('T', ' ').replace(/Z$/, '+00');
}

/** Other values from a driver: arrays, JSON, bytes. */
function asJson(value: unknown): string {
  if (value instanceof Uint8Array) return String.raw`\x${Buffer.from(value).toString('hex')}`;
  const text: string | undefined = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
  return text ?? typeof value;
}
