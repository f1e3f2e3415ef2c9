/** Raised when a field changes its meaning or goes; new fields may come without. */
const SCHEMA_VERSION = 1;

/** A report as JSON text: one object, and its version first. */
export const versioned = (report: object): string =>
  `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...report }, plain, 2)}\n`;

/** JSON has no integers of any size; a driver may return them. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
