import { expect, test } from 'vitest';

import * as witnesses from '../../cases/witnesses.js';
import { draw } from '../draw.js';

test('a transaction that was left open, and a step that another worker may have sent', () => {
  expect(draw(witnesses.leftBehind.drawn)).toMatchInlineSnapshot(`
    "
          A early                      B late
    ──────────────────────────────────────────────────────────────
    ► 1   begin
      2   select id from note
            where text = 'hello'
          → no row
          returned null
          ◄ left its transaction open
      3?                               insert into note (text)
                                         values ('hello')
      4                                select id, text from note
                                       → id 1, text 'hello'
                                       returned 1
    ──────────────────────────────────────────────────────────────
    "
  `);
});

test('a serial order, and a deleted row', () => {
  expect(draw(witnesses.serialOrder.drawn)).toMatchInlineSnapshot(`
    "
         A worker-1               B worker-2               rows
    ─────────────────────────────────────────────────────────────────────────────
      1  update job
           set state = 'running'
           where id = 'j1'                                 job j1:
         → 1 row                                             state 'ready' →
         returned "j1"                                       'running'
      2                           update job
                                    set state = 'running'
                                    where id = 'j1'
                                  → 1 row
      3                           delete from job
                                    where id = 'j1'
                                    returning *
                                  → id 'j1',
                                    state 'running',
                                    payload null
                                  returned "j1"            - job j1
    ─────────────────────────────────────────────────────────────────────────────
    "
  `);
});

test('a failure that callers retry', () => {
  expect(draw(witnesses.leftRow.drawn)).toMatchInlineSnapshot(`
    "
          A anna                    B ben                     rows
    ────────────────────────────────────────────────────────────────────────────────
       1  insert into audit (text)                            + audit 1:
            values ('anna counts')                              text 'anna counts'
       2  begin isolation level
            serializable
       3  select hits from counter
            where id = 1
          → hits 0
       4                            insert into audit (text)  + audit 2:
                                      values ('ben counts')     text 'ben counts'
       5                            begin isolation level
                                      serializable
    ►  6                            select hits from counter
                                      where id = 1
                                    → hits 0
       7                            update counter
                                      set hits = 1
                                      where id = 1
                                    → 1 row
       8  update counter
            set hits = 1
            where id = 1
          waits for B
       9  ┊                         commit
          ┊                         returned 1                counter 1: hits 0 → 1
          ✗ 40001 could not
            serialize access due
            to concurrent update
      10  rollback
          ✗ failed: 40001, to be
            retried
    ────────────────────────────────────────────────────────────────────────────────
    "
  `);
});

test('a TRUNCATE that had waited for a COMMIT is what changed the rows', () => {
  expect(draw(witnesses.truncation.drawn)).toMatchInlineSnapshot(`
    "
         A purge                B reader               rows
    ──────────────────────────────────────────────────────────
      1                         BEGIN
      2                         select state from job
                                  where id = 1
                                → state 'ready'
      3  truncate job
         waits for B
      4  ┊                      COMMIT
         ┊                      returned "ready"
         goes on
         returned null                                 - job 1
    ──────────────────────────────────────────────────────────
    "
  `);
});
