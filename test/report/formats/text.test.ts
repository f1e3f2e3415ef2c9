import { stripVTControlCharacters } from 'node:util';

import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model.js';
import { commandOf } from '../../../src/plan/command.js';
import { reporters } from '../../../src/report/index.js';
import { fc } from '../../support/fast-check.js';
import {
  broken,
  fullReport,
  held,
  inconclusive,
  planOf,
  reportOf,
} from '../document/race/fixtures.js';

const print = (report: Report, width = 80, color = false) =>
  reporters.table(report, { width, color });

describe('at 80 columns', () => {
  test('a report with everything', () => {
    const report = fullReport();
    const text = print(report).replace(commandOf(report.plan, ['naive']), '<command for naive>');
    expect(text).toMatchInlineSnapshot(`
      "withdraw: 50 workers × 20 operations, 1 account, starting balance 5,000,
        amount 10, 1 round, seed 42
      Embedded PostgreSQL 18.4; rates under fsync=on, synchronous_commit=on.

      ────────────────────────────────────────────────────────────────────────────────
                                            final     lost
      strategy              verdict       balance  updates  violations  retries  ops/s
      ────────────────────────────────────────────────────────────────────────────────
      naive                 broken          4,790      979         500        0  8,487
      atomic                held                0        0           0        0  3,411
      optimistic-timestamp  held                0        0           0    4,120    871
      serializable          held *              0        0           0        0   96.4
      advisory-lock         inconclusive        –        –           –        0  3,411
      ────────────────────────────────────────────────────────────────────────────────

      * cut short by the time limit of 10 s
      Latency is closed-loop, in milliseconds, with retries and their pauses included.
      No room for: p50 ms, p99 ms, committed, refused, failed and 11 more. A wider
        terminal, --json and --format csv show them.

      naive broken: lost update
        Worker 7 read balance 5,000 (version 0) for its operation 1, and so did worker
          3 for its operation 1.
        Worker 3 wrote 4,990 as version 1.
        Worker 7 then wrote 4,990 as version 2, which builds on version 0: the update
          of worker 3 is lost.
        Race it again:
          <command for naive>

      optimistic-timestamp held
        2 failed with conflict: gave up after 100 retries

      advisory-lock inconclusive: The final balance could not be read. Run it again on
        a server that answers.

      Retries
        optimistic-timestamp: conflict × 4,113, 40P01 × 7, in 612 operations

      Cheapest that held: atomic (3,411 operations/s, p50 12 ms); ahead of
        optimistic-timestamp (870).

      Expectations
        met         atomic:held     atomic: held
        NOT MET     lost-updates=0  naive: 979
        not judged  lost-updates=0  advisory-lock: –
      "
    `);
  });

  test('a single strategy that held has no further text', () => {
    expect(print(reportOf([held('for-update')]))).toMatchInlineSnapshot(`
      "withdraw: 50 workers × 20 operations, 1 account, starting balance 5,000,
        amount 10, 1 round, seed 42
      Embedded PostgreSQL 18.4; rates under fsync=on, synchronous_commit=on.

      ────────────────────────────────────────────────────────────────────────────
                             final     lost                              p50   p99
      strategy    verdict  balance  updates  violations  retries  ops/s   ms    ms
      ────────────────────────────────────────────────────────────────────────────
      for-update  held           0        0           0        0  3,411   12  31.3
      ────────────────────────────────────────────────────────────────────────────

      Latency is closed-loop, in milliseconds, with retries and their pauses included.
      No room for: committed, refused, failed, expected balance, drift and 9 more. A
        wider terminal, --json and --format csv show them.
      "
    `);
  });
});

describe('colour', () => {
  test('escape codes are printed only on request, and change no visible character', () => {
    const plain = print(fullReport());
    const colored = print(fullReport(), 80, true);
    expect(plain).not.toContain('\u001B');
    expect(colored).toContain('\u001B[31mbroken\u001B[39m');
    expect(colored).toContain('\u001B[32mheld *\u001B[39m');
    expect(colored).toContain('\u001B[33minconclusive\u001B[39m');
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  test('untrusted text adds no escape codes and no line breaks', () => {
    const failures = { '53300': { count: 1, message: '\u001B[31mtoo\nmany\u0007 \t clients' } };
    const text = print(reportOf([held('a\nb\u001B[2J', { failures })]));
    for (const control of ['\u001B', '\u0007', '\t']) expect(text).not.toContain(control);
    expect(text).toContain('a b ');
    expect(text).toContain('  1 failed with 53300: too many clients\n');
  });
});

describe('the text of a report', () => {
  test('a broken row has its witness and the command that repeats it', () => {
    const text = print(reportOf([broken('naive'), held('atomic')]));
    expect(text).toContain('naive broken: lost update\n  Worker 7 read');
    expect(text).toContain('Race it again:');
    expect(text.match(/Race it again/g)).toHaveLength(1);
  });

  test('a held row has neither', () => {
    const text = print(reportOf([held('naive'), held('atomic')]));
    expect(text).not.toContain('Worker');
    expect(text).not.toContain('Race it again');
  });

  test('without a witness, the reason is the proof', () => {
    const text = print(reportOf([broken('naive', { witness: null, reason: 'Money is gone.' })]));
    expect(text).toContain('naive broken\n  Money is gone.\n');
  });

  test('a witness names its account and its round where there are several', () => {
    const report = reportOf([broken('naive')]);
    const plan = planOf(['naive'], { accounts: 3, rounds: 2 });
    expect(print({ ...report, plan })).toContain(
      'naive broken: lost update on account 1 in round 1\n',
    );
  });

  test('a held row lists failed operations, by cause', () => {
    const failures = {
      '40P01': { count: 1, message: 'deadlock detected' },
      '53300': { count: 1_200, message: 'too many clients' },
    };
    expect(print(reportOf([held('atomic', { failures })]))).toContain(
      [
        'atomic held',
        '  1,200 failed with 53300: too many clients',
        '  1 failed with 40P01: deadlock detected',
      ].join('\n'),
    );
  });

  test('without operations there is no latency', () => {
    const result = inconclusive('idle');
    const operations = { ...result.operations, attempted: 0 };
    expect(print(reportOf([result]))).toMatch(/^idle .* 3,411 {3}12 {2}31\.3$/m);
    expect(print(reportOf([{ ...result, operations }]))).toMatch(/^idle .* 3,411 +– +–$/m);
  });

  test('several rounds are explained, one is not', () => {
    const report = reportOf([held('atomic')]);
    expect(print(report)).not.toContain('sums over');
    expect(print({ ...report, plan: planOf(['atomic'], { rounds: 3 }) })).toContain(
      'sums over 3 rounds',
    );
  });

  test('the header describes a run by time, over accounts, with a range of amounts', () => {
    const plan = planOf(['atomic'], {
      extent: { kind: 'duration', ms: 1_500 },
      workers: 1,
      accounts: 4,
      amount: { min: 1, max: 20 },
      thinkMs: 5,
      connections: 10,
      rounds: 3,
    });
    const text = print({ ...reportOf([held('atomic')]), plan }, 100);
    expect(text.slice(0, text.indexOf('Embedded'))).toMatchInlineSnapshot(`
      "withdraw: 1 worker for 1.5 s, 4 accounts, starting balance 5,000 each, amount 1..20, think 5 ms,
        10 connections, 3 rounds, seed 42
      "
    `);
  });

  test('an interruption comes first, with or without results', () => {
    const interruption = 'Stopped by Ctrl-C.';
    expect(print(reportOf([], { interruption }))).toMatch(/^INTERRUPTED: Stopped by Ctrl-C\.\n\n/);
    expect(print(reportOf([], { interruption }))).toContain('No strategy has finished.');
    expect(print({ ...fullReport(), interruption })).toMatch(/^INTERRUPTED/);
    expect(print(fullReport())).not.toContain('INTERRUPTED');
  });

  test('a kept schema is named, a dropped one is not', () => {
    expect(print(reportOf([held('atomic')], { kept: true }))).toContain(
      'Kept: schema race_lab_k3x9.',
    );
    expect(print(reportOf([held('atomic')]))).not.toContain('race_lab_k3x9');
  });
});

test('no line ends in a blank, and one newline ends the text, for any name', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
  const reason = fc.lorem({ mode: 'sentences' });
  fc.assert(
    fc.property(name, reason, fc.integer({ min: 20, max: 220 }), fc.boolean(), (n, r, w, color) => {
      const report = reportOf([held(n), inconclusive(`${n}-2`, { reason: r })]);
      const text = print(report, w, color);
      expect(stripVTControlCharacters(text)).not.toMatch(/[^\S\n]\n/);
      expect(text).toMatch(/[^\n]\n$/);
    }),
    { numRuns: 60 },
  );
});
