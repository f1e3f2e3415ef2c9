import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { ReplayReport } from '../../../../src/model.js';
import { replayReporters } from '../../../../src/report/index.js';
import {
  replayReportOf,
  withoutCommands,
  withoutDrawings,
} from '../../document/exploration/fixtures.js';
import { deadlock, lostUpdate } from '../../drawing/schedules.js';
import { widthsFrom } from '../../widths.js';

const print = (report: ReplayReport, width = 80, color = false) =>
  replayReporters.table(report, { width, color });

test('a schedule that breaks', () => {
  const report = replayReportOf('naive', lostUpdate, {
    expectations: [{ rule: 'held', subject: 'naive', met: false, actual: 'broken' }],
  });
  expect(withoutDrawings(withoutCommands(print(report)))).toMatchInlineSnapshot(`
    "withdraw: naive, schedule ABAB, 2 workers × 1 operation, 1 account,
      starting balance 10, amount 10, 2 retries, seed 1
    Embedded PostgreSQL 18.4.

    <drawing>

    naive broken: lost update
      B read version 0 (balance 10) and wrote version 2: version 1 by A is lost.
      B's operation 1 withdrew 10 and stored 0 instead of -10: the balance was
        already 0.
      Replay it:
        <command>

    Expectations
      NOT MET     held  naive: broken
    "
  `);
});

test('a schedule that held, with a note on the deadlock timeout', () => {
  const report = replayReportOf('for-share', deadlock, { deadlockTimeoutMs: 1_000 });
  const text = withoutCommands(print(report));
  expect(text.slice(text.indexOf('for-share held'))).toMatchInlineSnapshot(`
    "for-share held: Every update is in the final balance.
      Replay it:
        <command>

    This role may not shorten deadlock_timeout (1 s): each deadlock took that long,
      and the server may choose a different victim from run to run. On PostgreSQL 15
      and newer, a superuser can allow it: grant set on parameter deadlock_timeout
      to …
    "
  `);
});

test('an inconclusive schedule gives the reason', () => {
  const reason = 'The history contradicts itself.';
  const drawn = { ...lostUpdate, verdict: 'inconclusive', reason, witness: null } as const;
  expect(print(replayReportOf('mine', drawn))).toContain(
    'mine inconclusive: The history contradicts itself.\n  Replay it:\n',
  );
});

test('colour changes no visible character, and no line exceeds the width', () => {
  const report = replayReportOf('for-share', deadlock, { deadlockTimeoutMs: 1_000 });
  expect(print(report)).not.toContain('\u001B');
  expect(stripVTControlCharacters(print(report, 80, true))).toBe(print(report));
  for (const width of widthsFrom(60)) {
    for (const line of print(report, width).split('\n')) {
      if (line.startsWith('    race-lab replay')) continue;
      expect(line.length, `at ${width}: ${line}`).toBeLessThanOrEqual(width);
      expect(line).toBe(line.trimEnd());
    }
  }
});
