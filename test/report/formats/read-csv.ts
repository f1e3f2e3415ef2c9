import { expect } from 'vitest';

/** A reader of RFC 4180, with LF or CRLF between records. */
export function parse(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/gy;
  for (const [, quoted, bare, end] of text.matchAll(token)) {
    record.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',') {
      records.push(record);
      record = [];
    }
  }
  return records;
}

/** Records by the names of their fields. */
export function readBack(text: string): Record<string, string>[] {
  const [header = [], ...records] = parse(text);
  return records.map((record) => {
    expect(record).toHaveLength(header.length);
    return Object.fromEntries(header.map((key, i) => [key, record[i] ?? '']));
  });
}
