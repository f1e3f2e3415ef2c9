import { describe, expect, it } from 'vitest';

import { assertionMessage } from '../../src/report/assertion-message.js';
import { fullReport as explored, withoutDrawings } from './document/exploration/fixtures.js';
import { broken, held, inconclusive, reportOf } from './document/race/fixtures.js';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('the text of a failed assertion', () => {
  it('contains what was raced, the witness, and the command that repeats it', () => {
    const report = reportOf([broken('naive'), held('for-update')]);

    expect(assertionMessage(report, 'expected it to hold, but it broke', ['naive']))
      .toMatchInlineSnapshot(`
      "expected it to hold, but it broke

      withdraw: 50 workers × 20 operations, 1 account, starting balance 5,000,
        amount 10, 1 round, seed 42
      Embedded PostgreSQL 18.4.

      naive broken: lost update
        Worker 7 read balance 5,000 (version 0) for its operation 1, and so did worker
          3 for its operation 1.
        Worker 3 wrote 4,990 as version 1.
        Worker 7 then wrote 4,990 as version 2, which builds on version 0: the update
          of worker 3 is lost.
        Race it again:
          race-lab run --strategy naive --seed 42"
    `);
  });

  it('contains the reason where there is no witness', () => {
    const report = reportOf([inconclusive('mutex'), held('for-update')]);

    expect(assertionMessage(report, 'expected it all', ['mutex', 'for-update']))
      .toMatchInlineSnapshot(`
      "expected it all

      withdraw: 50 workers × 20 operations, 1 account, starting balance 5,000,
        amount 10, 1 round, seed 42
      Embedded PostgreSQL 18.4.

      mutex inconclusive: The final balance could not be read. Run it again on a
        server that answers.

      for-update held: No update was lost.
        Race it again:
          race-lab run --strategy for-update --seed 42"
    `);
  });

  it('draws the shortest witness of an exploration', () => {
    expect(
      withoutDrawings(assertionMessage(explored(), 'expected it to hold, but it broke', ['naive'])),
    ).toMatchInlineSnapshot(`
      "expected it to hold, but it broke

      withdraw: 2 workers × 1 operation, 1 account, starting balance 10, amount 10,
        2 retries, seed 1
      Embedded PostgreSQL 18.4.

      ━━ naive broken: lost update ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update
          was lost in 4 and money that was not there was paid out in 4.
        With the fewest switches, 3: ABAB

      <drawing>

        B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
        B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was
          already 0.
        Replay it:
          race-lab replay --strategy naive --schedule ABAB"
    `);
  });

  it('fits into 80 columns, except its first line, which stays whole', () => {
    const headline = `expected ${'very '.repeat(30)}much`;
    const [first, ...lines] = assertionMessage(explored(), headline, ['naive']).split('\n');

    expect(first).toBe(headline);
    expect(widest(lines.join('\n'))).toBeLessThanOrEqual(80);
  });

  it('shows a call where the command line cannot name the strategy', () => {
    const report = reportOf([broken('read-then-write'), broken('naive')]);
    const text = assertionMessage(report, 'expected it to hold', ['read-then-write', 'naive']);

    expect(text).toContain('    race({ ...options, strategy: readThenWrite, seed: 42 })\n');
    expect(text).toContain('    race-lab run --strategy naive --seed 42');
  });

  it('removes control characters', () => {
    expect(assertionMessage(explored(), 'expected \u001B[31mit\nto', [])).toMatch(
      /^expected it to\n/,
    );
  });
});
