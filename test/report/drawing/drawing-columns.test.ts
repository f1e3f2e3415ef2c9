import { describe, expect, test } from 'vitest';
import { draw } from './draw.js';
import * as schedules from './schedules.js';

describe('at 80 columns', () => {
  test('naive: B overwrites what A wrote', () => {
    expect(draw(schedules.lostUpdate)).toMatchInlineSnapshot(`
      "
           A                               B                               account
      ────────────────────────────────────────────────────────────────────────────
                                                                           v0  10
        1  select id, balance, version
             from account where id in (1)
             order by id
           → balance 10, version 0
        2                                  select id, balance, version
                                             from account where id in (1)
                                             order by id
                                           → balance 10, version 0
        3  update account set balance = 0
             where id = 1
             returning id, version
           → version 1
           committed                                                       v1   0
      ► 4                                  update account set balance = 0
                                             where id = 1
                                             returning id, version
                                           → version 2
                                           ◄ overwrites version 1
                                           committed                       v2   0
      ────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('read-committed: B waits for A, goes on, and overwrites', () => {
    expect(draw(schedules.overwritten)).toMatchInlineSnapshot(`
      "
           A                               B                               account
      ────────────────────────────────────────────────────────────────────────────
                                                                           v0  10
        1  begin
        2  select id, balance, version
             from account where id in (1)
             order by id
           → balance 10, version 0
        3                                  begin
        4                                  select id, balance, version
                                             from account where id in (1)
                                             order by id
                                           → balance 10, version 0
        5  update account set balance = 0
             where id = 1
             returning id, version
           → version 1
        6                                  update account set balance = 0
                                             where id = 1
                                             returning id, version
                                           waits for A
        7  commit                          ┊
           committed                       ┊                               v1   0
      ►                                    goes on
                                           → version 2
                                           ◄ overwrites version 1
        8                                  commit
                                           committed                       v2   0
      ────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('for-share: a deadlock, and a retry', () => {
    expect(draw(schedules.deadlock)).toMatchInlineSnapshot(`
      "
            A                               B                               account
      ─────────────────────────────────────────────────────────────────────────────
                                                                            v0  10
         1  begin
         2                                  begin
         3  select id, balance, version
              from account where id in (1)
              order by id for share
            → balance 10, version 0
         4                                  select id, balance, version
                                              from account where id in (1)
                                              order by id for share
                                            → balance 10, version 0
         5  update account set balance = 0
              where id = 1
              returning id, version
            waits for B
         6  ┊                               update account set balance = 0
            ┊                                 where id = 1
            ┊                                 returning id, version
            ┊                               waits for A
            ┊                               ✗ 40P01 deadlock: B → A → B
         7  ┊                               rollback
            ┊                               retry: 40P01
            goes on
            → version 1
         8  commit
            committed                                                       v1   0
         9                                  begin
        10                                  select id, balance, version
                                              from account where id in (1)
                                              order by id for share
                                            → balance 0, version 1
        11                                  commit
                                            refused
      ─────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('mutex: B waits in the application', () => {
    expect(draw(schedules.queued)).toMatchInlineSnapshot(`
      "
           A                               B                               account
      ────────────────────────────────────────────────────────────────────────────
                                                                           v0  10
        1  lock account 1
           holds account 1
        2                                  lock account 1
                                           waits for account 1, held by A
        3  select id, balance, version     ┊
             from account where id in (1)  ┊
             order by id                   ┊
           → balance 10, version 0         ┊
        4  update account set balance = 0  ┊
             where id = 1                  ┊
             returning id, version         ┊
           → version 1                     ┊
           committed                       ┊                               v1   0
                                           goes on
                                           holds account 1
        5                                  select id, balance, version
                                             from account where id in (1)
                                             order by id
                                           → balance 0, version 1
                                           refused
      ────────────────────────────────────────────────────────────────────────────
      "
    `);
  });
});
