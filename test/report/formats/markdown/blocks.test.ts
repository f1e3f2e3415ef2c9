/** Every kind of block in the format for people. */
import { expect, test } from 'vitest';

import { printAll } from '../examples.js';

test('in Markdown', () => {
  expect(printAll('markdown')).toMatchInlineSnapshot(`
    "== title
    ### race-lab explore: with\\*draw
    == heading
    ## nothing\\_is lost: NOT MET

    \`\`\`sh
    race-lab run
    \`\`\`
    == setup
    50 workers × 20 operations, 1 account, starting balance 5,000, seed 42.
    PostgreSQL 18.4.
    == interruption
    > **Interrupted:** The server went\\_away.
    == paragraph
    Kept: schema race\\_lab.
    == notes
    One thing\\_to know. Another.
    == table
    | strategy | lost updates |
    | :-- | --: |
    | naive | 421 |
    | for\\_update | 0 |

    \\* cut short. Latency is closed-loop.
    == checklist
    | experiment | status | time | found |
    | :-- | :-- | --: | :-- |
    | one | ok | 1.2 s |  |
    | another | ERROR | 40 ms | no\\_server |
    == findings
    #### What broke

    **naive**: lost update

    Broken in 4 of 6. ABAB

    1. A read\\_it.
    2. B read it.

    Race it again:

    \`\`\`sh
    race-lab run
    \`\`\`

    #### Held

    - **atomic**: all 20 schedules

    #### Errors

    - **mine**: it threw. Fix it.

    #### Failed operations

    - **naive**: 2 failed with 40P01
    == list
    #### Retries

    - **for\\_update**: 40001 × 12
    == expectations
    #### Expectations

    - met: held (atomic: held)
    - **NOT MET**: lost-updates=0 (naive: 421)
    - **not judged**: p99\\<5 (naive: –)
    == sentences
    1. A read\\_it.
    2. B read it.
    == drawing
    \`\`\`text
         A                               B                               account
    ────────────────────────────────────────────────────────────────────────────
                                                                         v0  10
      3  update account set balance = 0
           where id = 1
           returning id, version
         → version 1
         committed                                                       v1   0
    ────────────────────────────────────────────────────────────────────────────
    \`\`\`
    == command
    Replay it:

    \`\`\`ts
    replay({ ...options })
    \`\`\`
    == defect
    no\\_server Start one.

    \`\`\`text
    Error: x
        at y.ts:1
    \`\`\`
    == code
    A test\\_of it:

    \`\`\`ts
    test('it', () => {
      a * b * c;
    });
    \`\`\`
    == chart
    \`\`\`text
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
    \`\`\`
    == ends

    == total
    3 experiments in 4 s: 3 ok.
    "
  `);
});
