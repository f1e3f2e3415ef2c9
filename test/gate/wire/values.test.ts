import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { shownValue } from '../../../src/gate/wire/values.js';
import { serverUrl } from '../../support/server.js';

/** Values as SQL writes them, by the functions that write their binary form. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  bool: ['true', 'false'],
  int2: ['-32768', '7'],
  int4: ['-1', '2147483647'],
  int8: ['42', '-9007199254740993'],
  oid: ['4294967295'],
  float4: ['1.5', '-0.1', "'Infinity'"],
  float8: ['0.1', '-1e300', "'NaN'"],
  numeric: ['0', '100', '-12.50', '0.00012', '12345678901234567890.5', '10000', "'NaN'", '1e-7'],
  text: ["'äé €'", "''"],
  varchar: ["'short'"],
  bpchar: ["'abc'"],
  name: ["'a_name'"],
  json: [`'{"a": 1}'`],
  jsonb: [`'{"a": [1, 2]}'`],
  uuid: ["'0123abcd-4567-89ef-0123-456789abcdef'"],
  date: [
    "'2000-01-01'",
    "'1999-12-31'",
    "'infinity'",
    "'-infinity'",
    "'0001-01-01'",
    "'0001-12-31 BC'",
    "'0044-03-15 BC'",
    "'4714-11-24 BC'",
    "'0005-02-29 BC'",
    "'0999-01-01'",
    "'10000-01-01'",
    "'5874897-12-31'",
  ],
  time: ["'00:00:00'", "'23:59:59.000001'"],
  timestamp: [
    "'2026-12-01 10:20:30.5'",
    "'1999-12-31 23:59:59.999999'",
    "'infinity'",
    "'-infinity'",
    "'0044-03-15 11:30:00.25 BC'",
    "'0001-12-31 23:59:59.999999 BC'",
    "'4714-11-24 BC'",
    "'0001-01-01'",
    "'294276-12-31 23:59:59.999999'",
  ],
  timestamptz: [
    "'2026-12-01 10:20:30+01'",
    "'infinity'",
    "'-infinity'",
    "'0044-03-15 11:30:00+00 BC'",
    "'0044-03-15 11:30:00.5+00 BC'",
    "'10000-01-01+00'",
  ],
  'bool[]': ["'{t,f,NULL}'"],
  'int4[]': ["'{1,2,NULL}'", "'{}'"],
  'int8[]': ["'{-5}'"],
  'text[]': [`array['a', 'b c', 'say "no"', '', 'null']`],
  'uuid[]': ["'{0123abcd-4567-89ef-0123-456789abcdef}'"],
};

const WRITTEN_BY: Readonly<Record<string, string>> = {
  bpchar: 'bpcharsend',
  numeric: 'numeric_send',
  date: 'date_send',
  time: 'time_send',
  timestamp: 'timestamp_send',
  timestamptz: 'timestamptz_send',
  json: 'json_send',
  jsonb: 'jsonb_send',
  uuid: 'uuid_send',
};

const sendOf = (type: string): string =>
  type.endsWith('[]') ? 'array_send' : (WRITTEN_BY[type] ?? `${type}send`);

describe('a value of a server', () => {
  test('is the same from its binary form as from its text', async () => {
    const client = new pg.Client({ connectionString: serverUrl() });
    await client.connect();
    try {
      await client.query("set time zone 'UTC'");
      const values = Object.entries(VALUES).flatMap(([type, literals]) =>
        literals.map((literal) => ({ type, literal })),
      );
      const columns = values.map(({ type, literal }) => {
        const value = `(${literal})::${type}`;
        return `array[encode(${sendOf(type)}(${value}), 'hex'), ${value}::text, '${type}'::regtype::oid::text]`;
      });
      const { rows } = await client.query<string[][]>({
        text: `select ${columns.join(', ')}`,
        rowMode: 'array',
      });
      const shown = (rows[0] ?? []).map(([hex = '', text = '', oid = '']) => [
        shownValue({ bytes: Buffer.from(hex, 'hex'), isBinary: true }, Number(oid)),
        shownValue({ bytes: Buffer.from(text), isBinary: false }, Number(oid)),
      ]);
      expect(shown).toHaveLength(values.length);
      const named = (at: 0 | 1) => shown.map((pair, index) => [values[index], pair[at]]);
      expect(named(0)).toEqual(named(1));
    } finally {
      await client.end();
    }
  });
});

describe('a value', () => {
  test.each([
    ['12', 23, 12],
    ['1.50', 1700, '1.50'],
    ['1.5', 1700, 1.5],
    ['9007199254740993', 20, '9007199254740993'],
    ['NaN', 701, 'NaN'],
    ['t', 16, true],
    ['{1,2}', 1007, '{1,2}'],
  ])('%s of type %i', (text, type, shown) => {
    expect(shownValue({ bytes: Buffer.from(text), isBinary: false }, type)).toEqual(shown);
  });

  test('null is null', () => {
    expect(shownValue({ bytes: null, isBinary: false }, 23)).toBeNull();
  });

  test('stays bytes when its type is not known, or it is none of its type', () => {
    const bytes = Buffer.from([1]);
    const point = 600;
    expect(shownValue({ bytes, isBinary: true }, point)).toBe(bytes);
    expect(shownValue({ bytes, isBinary: true }, 23)).toBe(bytes);
    expect(shownValue({ bytes, isBinary: true }, 1082)).toBe(bytes);
  });
});
