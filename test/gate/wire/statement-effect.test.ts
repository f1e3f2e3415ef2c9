/** What a late statement does to rows. */
import { beforeAll, describe, expect, test } from 'vitest';

import { loadStatementParser, type StatementParser } from '../../../src/gate/wire/housekeeping.js';

let parser: StatementParser;
beforeAll(async () => {
  parser = await loadStatementParser();
});

describe('it only reads', () => {
  test.each([
    'select count(*) from note where text in ($1, $2)',
    'select * from note',
    'table note',
    'values (1), (2)',
    'show search_path',
    'with new as (select text from note) select max(text) from new',
    'select text from note for update',
    'select \'update note set text = 1\', "into" from note',
    'select \'nextval(1)\' as "f("',
    'select /* delete from note */ 1 from note',
    "select now(), current_date, extract(year from at), date_trunc('day', at), coalesce(a, b) from note",
    "select jsonb_array_elements(data), pg_catalog.lower(text), data -> 'a' from note",
    'select 1 from note; select 2 from note',
  ])('%s', (sql) => {
    expect(parser.effectOf(sql)).toBe('reads');
  });
});

describe('it may change rows', () => {
  test.each([
    'update note set text = 1',
    "with new as (insert into note values ('a') returning *) select * from new",
    'with gone as (delete from note returning *) select count(*) from gone',
    'with more as (update note as n set text = $1 returning *) select * from more',
    'select * into copy from note',
    'select settle_account($1)',
    'select shop.lower(text) from note',
    'select count(*) from note where settle (id)',
    "select nextval('numbers')",
    'select pg_advisory_lock(1)',
    'select 1 from note; delete from note',
    'begin; delete from note',
    'call settle()',
    'this is no SQL',
  ])('%s', (sql) => {
    expect(parser.effectOf(sql)).toBe('changes');
  });
});

test.each(['begin', 'start transaction', 'COMMIT', 'savepoint a', "set time zone 'UTC'"])(
  '%s begins or ends a transaction, or is about the session',
  (sql) => {
    expect(parser.effectOf(sql)).toBe('bounds');
  },
);
