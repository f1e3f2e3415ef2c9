import { expect, test } from 'vitest';
import { exploreReporters, replayReporters } from '../../../../src/report/index.js';
import {
  bounded,
  broken,
  exploreReportOf,
  held,
  replayReportOf,
  withoutCommands,
  withoutDrawings,
} from '../../document/exploration/fixtures.js';
import { account, drawn, line } from '../../drawing/notation.js';
import { lostUpdate } from '../../drawing/schedules.js';

const style = { width: 200, color: true };

const shortened = (text: string) => withoutDrawings(withoutCommands(text));

const explore = (...report: Parameters<typeof exploreReportOf>) =>
  shortened(exploreReporters.markdown(exploreReportOf(...report), style));

const replay = (...report: Parameters<typeof replayReportOf>) =>
  shortened(replayReporters.markdown(replayReportOf(...report), style));

test('a report with everything', () => {
  const results = [broken('naive'), held('atomic'), bounded('optimistic')];
  const expectations = [{ rule: 'schedules>=100', subject: 'atomic', met: false, actual: 20 }];
  expect(explore(results, { expectations, deadlockTimeoutMs: 1_000 })).toMatchInlineSnapshot(`
    "### race-lab explore: withdraw

    2 workers × 1 operation, 1 account, starting balance 10, amount 10, 2 retries, seed 1.
    Embedded PostgreSQL 18.4.

    | strategy | verdict | schedules | coverage | broken | held | outcomes | witness | time |
    | :-- | :-- | --: | :-- | --: | --: | --: | :-- | --: |
    | naive | broken | 6 | all | 4 | 2 | 3 | ABAB | 31 ms |
    | atomic | held | 20 | all | 0 | 20 | 2 | – | 112 ms |
    | optimistic | inconclusive | 20,000 | of \\~2.7 million | 0 | 20,000 | 5 | – | 8.91 s |

    Statements are released one at a time. What happens inside two overlapping statements is not covered; race-lab run covers it by chance. This role may not shorten deadlock\\_timeout (1 s): each deadlock took that long, and the server may choose a different victim from run to run. On PostgreSQL 15 and newer, a superuser can allow it: grant set on parameter deadlock\\_timeout to …

    #### What broke

    **naive**: lost update

    Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update was lost in 4 and money that was not there was paid out in 4. With the fewest switches, 3: ABAB

    \`\`\`text
    <drawing>
    \`\`\`

    1. B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
    2. B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was already 0.

    Replay it:

    \`\`\`sh
    <command>
    \`\`\`

    #### Held

    - **atomic**: all 20 schedules

    #### Inconclusive

    - **optimistic**: Held in 20,000 of about 2.7 million schedules: all with at most 4 switches, and 5,000 drawn by the seed; raise --max-schedules, or bound it on purpose with --max-switches 4. Attempts ended with 40001 in 11,870, conflict in 230 of them.

    #### Expectations

    - **NOT MET**: schedules\\>=100 (atomic: 20)
    "
  `);
});

test('a replay', () => {
  const expectations = [{ rule: 'held', subject: 'naive', met: false, actual: 'broken' }];
  expect(replay('naive', lostUpdate, { expectations })).toMatchInlineSnapshot(`
    "### race-lab replay: withdraw

    naive, schedule ABAB, 2 workers × 1 operation, 1 account, starting balance 10, amount 10, 2 retries, seed 1.
    Embedded PostgreSQL 18.4.

    **naive** broken: lost update

    \`\`\`text
    <drawing>
    \`\`\`

    1. B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
    2. B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was already 0.

    Replay it:

    \`\`\`sh
    <command>
    \`\`\`

    #### Expectations

    - **NOT MET**: held (naive: broken)
    "
  `);
});

test('an interruption comes before the figures', () => {
  expect(explore([], { interruption: 'Stopped by Ctrl-C.' })).toMatchInlineSnapshot(`
    "### race-lab explore: withdraw

    > **Interrupted:** Stopped by Ctrl-C.

    2 workers × 1 operation, 1 account, starting balance 10, amount 10, 2 retries, seed 1.
    Embedded PostgreSQL 18.4.

    No strategy has finished.
    "
  `);
});

test('a single strategy that held is described in full', () => {
  expect(explore([held('atomic')])).toContain('- **atomic**: All 20 schedules held: every order');
});

test('markup in a name is escaped', () => {
  const text = explore([held('a|b*c*\n<d>')]);
  expect(text).toContain(String.raw`| a\|b\*c\* \<d\> | held |`);
  expect(text).toContain(String.raw`**a\|b\*c\* \<d\>**`);
});

test('a statement cannot end the code block around it', () => {
  const sql = "select '```'";
  const text = replay('mine', drawn([account(0, 10)], [line('A', sql, [])]));
  expect(text).toMatch(/^````text$/m);
  expect(text).toContain(sql);
  expect(text.match(/^````$/gm)).toHaveLength(1);
});

test('no line ends in a blank, and one newline ends the text', () => {
  const text = explore([broken('naive'), held('atomic'), bounded('optimistic')]);
  expect(text).not.toMatch(/[^\S\n]\n/);
  expect(text).toMatch(/[^\n]\n$/);
  expect(text).not.toContain('\u001B');
});
