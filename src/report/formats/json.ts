import type { ReportFormat } from './format.js';

/** Raised when a field changes its meaning or goes; new fields may come without. */
const SCHEMA_VERSION = 1;

/** For programs: one object, and its version first. */
export const json: ReportFormat = {
  extension: '.json',
  render: (content) =>
    `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...content.data() }, withoutBigInt, 2)}\n`,
};

/** JSON has no integers of any size; a driver may return them. */
const withoutBigInt = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
