import { describe, expect, test } from 'vitest';
import { draw } from './draw.js';
import * as schedules from './schedules.js';

describe('at 80 columns', () => {
  test('serializable, three workers', () => {
    expect(draw(schedules.three)).toMatchInlineSnapshot(`
      "
            A                     B                     C                     account
      ───────────────────────────────────────────────────────────────────────────────
                                                                              v0  20
         1  begin isolation
              level serializable
         2  select id, balance,
              version
              from account
              where id in (1)
              order by id
            → balance 20,
              version 0
         3                        begin isolation
                                    level serializable
         4                        select id, balance,
                                    version
                                    from account
                                    where id in (1)
                                    order by id
                                  → balance 20,
                                    version 0
         5                                              begin isolation
                                                          level serializable
         6                                              select id, balance,
                                                          version
                                                          from account
                                                          where id in (1)
                                                          order by id
                                                        → balance 20,
                                                          version 0
         7  update account
              set balance = 10
              where id = 1
              returning id,
              version
            → version 1
         8                        update account
                                    set balance = 10
                                    where id = 1
                                    returning id,
                                    version
                                  waits for A
         9                        ┊                     update account
                                  ┊                       set balance = 10
                                  ┊                       where id = 1
                                  ┊                       returning id,
                                  ┊                       version
                                  ┊                     waits for A and B
        10  commit                ┊                     ┊
            committed             ┊                     ┊                     v1  10
                                  ✗ 40001 could not     ┊
                                    serialize access    ┊
                                    due to concurrent   ┊
                                    update              ┊
                                                        ✗ 40001 could not
                                                          serialize access
                                                          due to concurrent
                                                          update
        11                        rollback
                                  failed: 40001
        12                                              rollback
                                                        failed: 40001
      ───────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('two accounts, and values of every kind', () => {
    expect(draw(schedules.twoAccounts)).toMatchInlineSnapshot(`
      "
           A                               B                               accounts
      ────────────────────────────────────────────────────────────────────────────────
                                                                           1: v0  1000
                                                                           2: v3    50
        1  select * from account
             where id in (1, 2)
             for update
           → id 1, balance 1000,
             version 0,
             updated_at
             '2026-01-31 12:00:00.123+00'
           → id 2, balance 50, version 3,
             updated_at null
        2                                  select pg_advisory_xact_lock(
                                             'account'::regclass::oid
                                             ::integer, 1)
        3  update account
             set balance = 990,
             note = 'it''s $1',
             open = true
             where updated_at =
             '2026-01-31
             12:00:00.123456+00'
           → 2 rows                                                        1: v1   990
           committed                                                       2: v4    60
        4                                  update account
                                             set balance = null
                                             where id = 2
                                           → no row
                                           retry: conflict
      ────────────────────────────────────────────────────────────────────────────────
      "
    `);
  });
});

test('at 120 columns, the columns are wider, but only as wide as they need to be', () => {
  expect(draw(schedules.overwritten, 120)).toMatchInlineSnapshot(`
    "
         A                                            B                                            account
    ──────────────────────────────────────────────────────────────────────────────────────────────────────
                                                                                                   v0  10
      1  begin
      2  select id, balance, version from account
           where id in (1) order by id
         → balance 10, version 0
      3                                               begin
      4                                               select id, balance, version from account
                                                        where id in (1) order by id
                                                      → balance 10, version 0
      5  update account set balance = 0 where id = 1
           returning id, version
         → version 1
      6                                               update account set balance = 0 where id = 1
                                                        returning id, version
                                                      waits for A
      7  commit                                       ┊
         committed                                    ┊                                            v1   0
    ►                                                 goes on
                                                      → version 2
                                                      ◄ overwrites version 1
      8                                               commit
                                                      committed                                    v2   0
    ──────────────────────────────────────────────────────────────────────────────────────────────────────
    "
  `);
});

test('a width too narrow for columns gives a list', () => {
  expect(draw(schedules.overwritten, 48)).toMatchInlineSnapshot(`
    "
                                            account
    ───────────────────────────────────────────────
                                            v0  10
      1  A  begin
      2  A  select id, balance, version
              from account where id in (1)
              order by id
            → balance 10, version 0
      3  B  begin
      4  B  select id, balance, version
              from account where id in (1)
              order by id
            → balance 10, version 0
      5  A  update account set balance = 0
              where id = 1
              returning id, version
            → version 1
      6  B  update account set balance = 0
              where id = 1
              returning id, version
            waits for A
      7  A  commit
            committed                       v1   0
    ►    B  goes on
            → version 2
            ◄ overwrites version 1
      8  B  commit
            committed                       v2   0
    ───────────────────────────────────────────────
    "
  `);
});
