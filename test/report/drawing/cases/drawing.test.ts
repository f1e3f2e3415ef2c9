import { describe, expect, test } from 'vitest';

import * as witnesses from '../../cases/witnesses.js';
import { draw } from '../draw.js';

describe('at 80 columns', () => {
  test('a statement of TypeORM is short, and a commit shows which rows it changed', () => {
    expect(draw(witnesses.lostUpdate.drawn)).toMatchInlineSnapshot(`
      "
            A ines                    B omar                    rows
      ────────────────────────────────────────────────────────────────────────────────
         1  SELECT id, on_hand,
              allocated
              FROM stock_level
              WHERE id = 1 LIMIT 1
            → id 1, on_hand 3,
              allocated 0
      ►  2                            SELECT id, on_hand,
                                        allocated
                                        FROM stock_level
                                        WHERE id = 1 LIMIT 1
                                      → id 1, on_hand 3,
                                        allocated 0
         3                            START TRANSACTION
         4                            SELECT id, on_hand,
                                        allocated
                                        FROM stock_level
                                        WHERE id = 1 LIMIT 1
                                      → id 1, on_hand 3,
                                        allocated 0
         5                            UPDATE stock_level
                                        SET allocated = 2
                                        WHERE id IN (1)
                                      → 1 row
         6                            COMMIT                    stock_level 1:
                                      returned {"allocated":2}    allocated 0 → 2
         7  START TRANSACTION
         8  SELECT id, on_hand,
              allocated
              FROM stock_level
              WHERE id = 1 LIMIT 1
            → id 1, on_hand 3,
              allocated 2
         9  UPDATE stock_level
              SET allocated = 4
              WHERE id IN (1)
            → 1 row
        10  COMMIT                                              stock_level 1:
            returned {"allocated":2}                              allocated 2 → 4
      ────────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('a deadlock, and a worker that goes on', () => {
    expect(draw(witnesses.deadlock.drawn)).toMatchInlineSnapshot(`
      "
           A there                  B back                   rows
      ─────────────────────────────────────────────────────────────────────────────
        1  BEGIN
        2  update account
             set balance = balance
             + -10 where id = 1
           → 1 row
        3                           BEGIN
      ► 4                           update account
                                      set balance = balance
                                      + -5 where id = 2
                                    → 1 row
        5                           update account
                                      set balance = balance
                                      + 5 where id = 1
                                    waits for A
        6  update account           ┊
             set balance = balance  ┊
             + 10 where id = 2      ┊
           waits for B              ┊
           ✗ 40P01 deadlock: A → B  ┊
             → A                    ┊
                                    goes on
                                    → 1 row
        7  ROLLBACK
           ✗ failed: 40P01
        8                           COMMIT                   account 1:
                                    returned {"moved":5}       balance 100 → 105
                                                             account 2:
                                                               balance 100 → 95
      ─────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('waits inside the application, steps of another connection, a COMMIT that did not', () => {
    expect(draw(witnesses.insideWaits.drawn)).toMatchInlineSnapshot(`
      "
            A anna                    B ben                     rows
      ────────────────────────────────────────────────────────────────────────────────
        1   select free from seat
              where id = 12
            → free true
        2                             starts
                                      waits in the application
        3?  update seat               ┊
              set free = false,       ┊
              holder = 'anna'         ┊
              where id = 12           ┊
            → 1 row                   ┊                         seat 12: free t → f,
            returned {"seat":12}      ┊                           holder null → 'anna'
        4                             select free from seat
                                        where id = 12
                                      → free false
        5                             commit
                                      ◄ rolled back instead
                                      refused: taken
      ────────────────────────────────────────────────────────────────────────────────
      "
    `);
  });
});
