import type { ReportFormat } from './format.js';

/** Raise it when a field changes its meaning or is removed. A new field does not raise it. */
const SCHEMA_VERSION = 1;

/** For programs: one object that begins with the version of its schema. */
export const json: ReportFormat = {
  extension: '.json',
  render: (content) =>
    `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...content.data() }, withoutBigInt, 2)}\n`,
};

/** For JSON.stringify, which rejects a bigint. A driver may return one. */
export const withoutBigInt = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
