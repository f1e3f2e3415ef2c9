import { describe, expect, test } from 'vitest';
import { condensed } from '../../../../src/report/drawing/sql/condense.js';
import { fc } from '../../../support/fast-check.js';

type Statement = readonly [sql: string, parameters: readonly unknown[], shown: string];

const shownOf = (sql: string, parameters: readonly unknown[] = [], matters: string[] = []) =>
  condensed(sql, parameters, new Set(matters)).text;

/** What the libraries really send. */
const LIBRARIES: Readonly<Record<string, readonly Statement[]>> = {
  'pg, with literals': [
    [
      "update product set stock = stock - 1\n  where id = 1 and note <> 'it''s (not) \"$1\"';",
      [],
      `update product set stock = stock - 1 where id = 1 and note <> 'it''s (not) "$1"'`,
    ],
    ['select p.stock from product p where p.id = 1', [], 'select stock from product where id = 1'],
    ['SELECT 1 -- a comment\n + 2 /* another */', [], 'SELECT 1 + 2'],
  ],
  'postgres.js': [
    [
      '\n      insert into purchase (buyer, product_id)\n      values ($1, $2)\n      returning id',
      ['anna', '1'],
      "insert into purchase (buyer, product_id) values ('anna', 1) returning id",
    ],
    [
      'insert into "job"("id","state")values($1,$2)',
      ['j1', null],
      "insert into job (id, state) values ('j1', null)",
    ],
  ],
  Kysely: [
    ['select * from "product" where "id" = $1', [1], 'select * from product where id = 1'],
    [
      'select "p"."id", "p"."stock" from "product" as "p" where "p"."id" = $1 for update of "p"',
      [1],
      'select id, stock from product where id = 1 for update of product',
    ],
    [
      'update "product" set "stock" = "stock" - $1 where "id" = $2 and "stock" > $3 returning "stock"',
      [1, 1, 0],
      'update product set stock = stock - 1 where id = 1 and stock > 0 returning stock',
    ],
    ['select count(*) as "n" from "purchase"', [], 'select count(*) as n from purchase'],
    [
      'delete from "product" where ("id" = $1 or "id" = $2)',
      [1, 2],
      'delete from product where id = 1 or id = 2',
    ],
  ],
  Drizzle: [
    [
      'select "id", "email" from "person" where "person"."id" = $1',
      [1],
      'select id, email from person where id = 1',
    ],
    [
      'select "id" from "person" where ("person"."id" = $1 and "person"."city" > $2) for update',
      [1, 'x'],
      "select id from person where id = 1 and city > 'x' for update",
    ],
    [
      'select "id", "email", "city", "phone", "created_at" from "person" "person" where "person"."id" = $1 limit $2',
      [1, 1],
      'select id, email, city, … from person where id = 1 limit 1',
    ],
    [
      'insert into "person" ("id", "email", "city", "phone", "created_at") values ($1, $2, default, default, default)',
      [1, 'a'],
      "insert into person (id, email) values (1, 'a')",
    ],
    [
      `update "person" set "city" = "person"."city" || '!' where "person"."id" = $1`,
      [1],
      "update person set city = city || '!' where id = 1",
    ],
  ],
  Knex: [
    [
      'select * from "product" where "id" = $1 limit $2',
      [1, 1],
      'select * from product where id = 1 limit 1',
    ],
    [
      'delete from "t" where "a" = $1 and ("b" = $2 or "c" = $3)',
      [1, 2, 3],
      'delete from t where a = 1 and (b = 2 or c = 3)',
    ],
    [
      'select "a"."id", "w"."balance" from "account" as "a" inner join "wallet" as "w" on "a"."id" = "w"."account_id"',
      [],
      'select a.id, w.balance from account as a inner join wallet as w on a.id = w.account_id',
    ],
    ['BEGIN;', [], 'BEGIN'],
  ],
  Sequelize: [
    [
      `SELECT "owner", "balance" FROM "wallet" AS "Wallet" WHERE "Wallet"."owner" = 'kim' FOR UPDATE;`,
      [],
      "SELECT owner, balance FROM wallet WHERE owner = 'kim' FOR UPDATE",
    ],
    [
      `UPDATE "wallet" SET "balance"="balance"- 70 WHERE "owner" = 'kim' RETURNING *`,
      [],
      "UPDATE wallet SET balance = balance - 70 WHERE owner = 'kim' RETURNING *",
    ],
    [
      'INSERT INTO "orders" ("code","price") VALUES ($1,$2) RETURNING "code","price";',
      ['o1', 70],
      "INSERT INTO orders (code, price) VALUES ('o1', 70) RETURNING code, price",
    ],
    [
      `SELECT sum("price") AS "sum" FROM "orders" AS "Order" WHERE "Order"."owner" = 'kim';`,
      [],
      "SELECT sum(price) FROM orders WHERE owner = 'kim'",
    ],
    [
      'SELECT "Wallet"."owner", "Orders"."code" AS "Orders.code" FROM "wallet" AS "Wallet" LEFT OUTER JOIN "orders" AS "Orders" ON "Wallet"."owner" = "Orders"."owner";',
      [],
      'SELECT wallet.owner, orders.code FROM wallet LEFT OUTER JOIN orders ON wallet.owner = orders.owner',
    ],
  ],
  TypeORM: [
    [
      'SELECT "StockLevel"."id" AS "StockLevel_id", "StockLevel"."on_hand" AS "StockLevel_on_hand" FROM "stock_level" "StockLevel" WHERE (("StockLevel"."id" = $1)) LIMIT 1',
      [1],
      'SELECT id, on_hand FROM stock_level WHERE id = 1 LIMIT 1',
    ],
    [
      'INSERT INTO "stock_level"("on_hand", "allocated", "createdAt") VALUES ($1, $2, DEFAULT) RETURNING "id", "createdAt"',
      [1, 0],
      'INSERT INTO stock_level (on_hand, allocated) VALUES (1, 0) RETURNING id, createdAt',
    ],
    [
      'SELECT COUNT(1) AS "cnt" FROM "stock_level" "StockLevel" WHERE (("StockLevel"."on_hand" = $1))',
      [3],
      'SELECT COUNT(1) AS cnt FROM stock_level WHERE on_hand = 3',
    ],
    [
      'SELECT "StockLevel"."id" AS "StockLevel_id", "StockLevel__StockLevel_product"."name" AS "StockLevel__StockLevel_product_name" FROM "stock_level" "StockLevel" LEFT JOIN "product" "StockLevel__StockLevel_product" ON "StockLevel__StockLevel_product"."id"="StockLevel"."productId" WHERE ( (("StockLevel"."id" = $1)) ) AND ( "StockLevel"."id" IN ($2) )',
      [1, 1],
      'SELECT stock_level.id, product.name FROM stock_level LEFT JOIN product ON product.id = stock_level.productId WHERE stock_level.id = 1 AND stock_level.id IN (1)',
    ],
  ],
};

describe.each(Object.entries(LIBRARIES))('%s', (_library, statements) => {
  test.each(statements)('%s', (sql, parameters, shown) => {
    expect(shownOf(sql, parameters)).toBe(shown);
  });
});

describe('what has a meaning stays', () => {
  test.each([
    // A qualifier that tells two tables apart.
    'select a.id, b.id from a join b on a.id = b.a_id',
    'select a.id, b.id from a, b where a.id = b.a_id',
    'update a set x = b.x from b where b.id = a.id',
    'select id from a where exists (select 1 from b where b.a_id = a.id)',
    // Brackets that group.
    'select 1 from t where (a = 1 or b = 2) and c = 3',
    'select 1 from t where ((a = 1 or b = 2) and c = 3) or d = 4',
    'select 1 from t where not (a = 1)',
    'select 1 from t where (a, b) in ((1, 2), (3, 4))',
    'select (a + b) * c from t',
    // An alias that says something.
    'select stock as available from product',
    // FROM that is no clause, and UPDATE that is no command.
    'select extract(day from at) from t where a is distinct from b',
    'insert into t (a, b) values (1, 2) on conflict (a) do update set b = excluded.b',
    // Unusual names.
    'select "a b", "x""y" from t',
    // Negative numbers, casts, JSON.
    "select -1, a - 1, b::int, c ->> 'd' from t where e = any('{1,2}')",
    'with gone as (delete from a returning id) insert into b select id from gone',
    'lock table product in share mode',
    'begin isolation level serializable',
  ])('%s', (sql) => {
    expect(shownOf(sql)).toBe(sql);
  });
});

describe('many columns', () => {
  const sql = 'select id, a, b, c, d, e from t';

  test('the first few are shown', () => {
    expect(shownOf(sql)).toBe('select id, a, b, … from t');
    expect(shownOf('select id, a, b, c from t')).toBe('select id, a, b, c from t');
  });

  test('those that matter are kept', () => {
    expect(shownOf(sql, [], ['e'])).toBe('select id, a, e, … from t');
    expect(shownOf(sql, [], ['a', 'c', 'd', 'e'])).toBe('select a, c, d, e, … from t');
  });

  test('expressions are kept', () => {
    expect(shownOf('select a, b, c, d, e, max(f) as g from t')).toBe(
      'select a, b, c, max(f) as g, … from t',
    );
  });

  test('an UPDATE of the whole row keeps what changes', () => {
    expect(
      shownOf(
        'update "t" set "a" = $1, "b" = $2, "c" = $3, "d" = $4, "e" = $5 where "id" = $6',
        ['1', '2', '3', '4', '5', '6'],
        ['d', 'e'],
      ),
    ).toBe('update t set a = 1, d = 4, e = 5, … where id = 6');
  });

  test('an INSERT keeps each value with its column', () => {
    expect(
      shownOf('insert into t (a, b, c, d, e) values ($1, $2, $3, $4, $5)', [1, 2, 3, 4, 5], ['e']),
    ).toBe('insert into t (a, b, e, …) values (1, 2, 5, …)');
    // Of several rows, nothing is left out.
    const several = 'insert into t (a, b, c, d, e) values (1, 2, 3, 4, 5), (6, 7, 8, 9, default)';
    expect(shownOf(several)).toBe(several);
  });

  test('of a query inside a query, too', () => {
    expect(shownOf('select n from (select a, b, c, d, e, n from t) x')).toBe(
      'select n from (select a, b, c, … from t) x',
    );
  });
});

describe('names of returned columns', () => {
  test.each([
    ['SELECT "T"."id" AS "T_id" FROM "t" "T"', { T_id: 'id' }],
    ['SELECT "T"."id" AS "T_id" FROM "t" "T" JOIN "u" "U" ON true', { T_id: 't.id' }],
    ['SELECT "u"."id" AS "u.id" FROM "t" JOIN "u" ON true', { 'u.id': 'u.id' }],
    ['SELECT "T"."id" AS "other" FROM "t" "T"', {}],
  ])('%s', (sql, names) => {
    expect(Object.fromEntries(condensed(sql, []).names)).toStrictEqual(names);
  });
});

describe('long text', () => {
  test('values lose their end', () => {
    expect(shownOf('select $1', ['x'.repeat(40)])).toBe(`select '${'x'.repeat(31)}…'`);
    expect(shownOf(`select '${'x'.repeat(40)}'`)).toBe(`select '${'x'.repeat(31)}…'`);
  });

  test('statements lose their middle', () => {
    const long = shownOf(`select ${'abc + '.repeat(1_000)}1 from t where id = 1`);
    expect(long.length).toBeLessThan(410);
    expect(long).toMatch(/^select abc .* … .*where id = 1$/);
  });
});

test('any text gives one line, without an error', () => {
  const piece = fc.constantFrom(
    ...'( ) , . ; \' " $1 $$ select from as where and or into values set update "T" T id -- /* */ = - … é'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' ')),
  );
  fc.assert(
    fc.property(text, (sql) => {
      expect(shownOf(sql, [1])).not.toMatch(/[\n\r]/);
    }),
  );
});
