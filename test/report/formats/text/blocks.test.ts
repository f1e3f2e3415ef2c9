/** Every kind of block in the format for people. */
import { expect, test } from 'vitest';

import { printAll } from '../examples.js';

test('in text', () => {
  expect(printAll('table')).toMatchInlineSnapshot(`
    "== title

    == heading
    ━━ nothing_is lost: NOT MET ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    race-lab run
    == setup
    withdraw: 50 workers × 20 operations, 1 account, starting balance 5,000, seed 42
    PostgreSQL 18.4.
    == interruption
    INTERRUPTED: The server went_away.
    == paragraph
    Kept: schema race_lab.
    == notes
    One thing_to know.
    Another.
    == table
    ──────────────────────────
                   lost
    strategy    updates   time
    ──────────────────────────
    naive           421  1 s *
    for_update        0    2 s
    ──────────────────────────

    * cut short
    Latency is closed-loop.
    == checklist
    ok          one       1.2 s
    ERROR       another   40 ms
                  no_server
    == findings
    Held
      atomic  all 20 schedules

    ━━ naive broken: lost update ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      Broken in 4 of 6.
      ABAB
      A read_it.
      B read it.
      2 failed with 40P01
      By luck.
      Race it again:
        race-lab run

    mine error: it threw
      Fix it.
    == list
    Retries
      for_update: 40001 × 12
    == expectations
    Expectations
      met         held            atomic: held
      NOT MET     lost-updates=0  naive: 421
      not judged  p99<5           naive: –
    == sentences
      A read_it.
      B read it.
    == drawing
         A                               B                               account
    ────────────────────────────────────────────────────────────────────────────
                                                                         v0  10
      3  update account set balance = 0
           where id = 1
           returning id, version
         → version 1
         committed                                                       v1   0
    ────────────────────────────────────────────────────────────────────────────
    == command
      Replay it:
        replay({ ...options })
    == defect
    no_server
      Start one.
    Error: x
        at y.ts:1
    == code
    A test_of it:

    test('it', () => {
      a * b * c;
    });
    == chart
    operations per_second
    6,000/s ┤
            │
    4,000/s ┤          ··A
            │      ····
    2,000/s ┤   ··· ·····B···········B
            │AB·····
        0/s ┼────────────────────────────────────
             1           10          50           workers
             A naive  B for_update
    == ends

    == total
    3 experiments in 4 s: 3 ok
    "
  `);
});
