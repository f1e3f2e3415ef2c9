import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ExploreReport } from '../../../../src/model.js';
import { replayCommandOf } from '../../../../src/plan/command.js';
import { exploreReporters } from '../../../../src/report/index.js';
import { broken, exploreReportOf, fullReport, held } from '../../document/exploration/fixtures.js';
import { overwritten, twoAccounts } from '../../drawing/schedules.js';
import { widthsFrom } from '../../widths.js';

const print = (report: ExploreReport, width = 80, color = false) =>
  exploreReporters.table(report, { width, color });

const full = fullReport();

test('a long witness is cut, and is the first column to be left out', () => {
  const long = { ...overwritten, schedule: Array.from({ length: 40 }, (_, i) => (i % 2) + 1) };
  const report = exploreReportOf([broken('naive', long)]);
  expect(print(report, 100)).toMatch(/ ABABABABABABABA… /);
  const figures = print(report).split('Statements')[0];
  expect(figures).not.toContain('witness');
  expect(figures).toMatch(/outcomes +time/);
});

test('a wider terminal never shows fewer columns', () => {
  let before = 0;
  for (const width of widthsFrom(60)) {
    const rule =
      print(full, width)
        .split('\n')
        .find((line) => /^─+$/.test(line)) ?? '';
    expect(rule.length).toBeGreaterThanOrEqual(before);
    expect(rule.length).toBeLessThanOrEqual(width);
    before = rule.length;
  }
});

describe('coverage', () => {
  const shown = (changed: Parameters<typeof held>[1]) =>
    print(exploreReportOf([held('atomic', changed)]), 120)
      .split('\n')
      .find((line) => line.startsWith('atomic'))
      ?.split(/ {2,}/)[3];

  test.each([
    ['all', { kind: 'complete' }],
    ['≤ 3 switches', { kind: 'switches', maxSwitches: 3 }],
    ['≤ 1 switch', { kind: 'switches', maxSwitches: 1 }],
    [
      'of ~23,000',
      {
        kind: 'schedules',
        estimated: 23_411,
        completeToSwitches: null,
        sampled: 0,
        maxSwitches: null,
      },
    ],
    [
      'of ~2.7 million',
      {
        kind: 'schedules',
        estimated: 2_712_345,
        completeToSwitches: 4,
        sampled: 9,
        maxSwitches: null,
      },
    ],
    [
      'not all',
      {
        kind: 'schedules',
        estimated: null,
        completeToSwitches: null,
        sampled: 0,
        maxSwitches: null,
      },
    ],
    [
      '≤ 4 switches + 1,012',
      {
        kind: 'time',
        timeLimitMs: 500,
        completeToSwitches: 4,
        withMoreSwitches: 1_000,
        sampled: 12,
        maxSwitches: null,
      },
    ],
    [
      '≤ 1 switch',
      {
        kind: 'time',
        timeLimitMs: 500,
        completeToSwitches: 1,
        withMoreSwitches: 0,
        sampled: 0,
        maxSwitches: null,
      },
    ],
    [
      'not all',
      {
        kind: 'time',
        timeLimitMs: 500,
        completeToSwitches: null,
        withMoreSwitches: 7,
        sampled: 0,
        maxSwitches: null,
      },
    ],
  ] as const)('%s', (text, coverage) => {
    expect(shown({ coverage })).toBe(text);
  });
});

describe('the text of a report', () => {
  test('unclear schedules have a column only when there are any', () => {
    expect(print(full, 160)).not.toContain('unclear');
    const unclear = held('mine', { verdict: 'inconclusive', unclear: 3, held: 17 });
    expect(print(exploreReportOf([unclear]), 160)).toMatch(/broken +held +unclear +outcomes/);
  });

  test('a note says what is not covered, and which command covers it', () => {
    expect(print(full)).toMatch(/one at a time.+\n? +statements is not covered; race-lab run/);
  });

  test('a note mentions deadlock_timeout only when it could not be shortened', () => {
    expect(print(full)).toContain('deadlock_timeout (1 s)');
    expect(print(exploreReportOf([held('for-share')]))).not.toContain('deadlock_timeout');
  });

  test('a requested bound is in the header and beside the strategies', () => {
    const coverage = { kind: 'switches', maxSwitches: 2 } as const;
    const results = [held('atomic', { coverage }), held('mutex', { coverage, schedules: 1 })];
    const text = print(exploreReportOf(results, {}, { maxSwitches: 2 }));
    expect(text).toContain('2 retries, at most 2 switches, seed 1');
    expect(text).toContain('  atomic  all 20 schedules with at most 2 switches\n');
    expect(text).toContain('  mutex   the only schedule with at most 2 switches\n');
  });

  test('a note names the strategy with fewer retries', () => {
    const results = [held('optimistic'), held('optimistic-date', { retries: 0 })];
    expect(print(exploreReportOf(results), 100)).toContain(
      'optimistic-date: no retries, because it claims no progress; --retries 2 allows them.\n',
    );
    expect(print(full)).not.toContain('claims no progress');
  });

  test('a single strategy without progress has its retries in the header', () => {
    const report = exploreReportOf([held('optimistic-date', { retries: 0 })]);
    const strategies = report.plan.strategies.map((strategy) => ({
      ...strategy,
      claims: { ...strategy.claims, progress: 'none' as const },
    }));
    expect(print({ ...report, plan: { ...report.plan, strategies } })).toContain(' no retries,');
  });

  test('causes are given only in the reason when nothing committed', () => {
    const stuck = held('optimistic-date', {
      verdict: 'inconclusive',
      reason: 'No operation committed in all 20 schedules (conflict).',
      causes: { conflict: 20 },
      committed: 0,
    });
    expect(print(exploreReportOf([stuck]), 100)).toContain(
      'optimistic-date inconclusive: No operation committed in all 20 schedules (conflict).\n',
    );
  });

  test('the title names one of several accounts', () => {
    const witness = { ...twoAccounts, witness: { ...lostOn(2) } };
    const text = print(exploreReportOf([broken('naive', witness)], {}, { accounts: 2 }));
    expect(text).toContain('naive broken: lost update on account 2\n');
  });

  test('a broken strategy without a witness has its reason', () => {
    expect(print(exploreReportOf([broken('naive', null)]))).toContain(
      'naive broken: Broken in 4 of 6 schedules',
    );
  });

  test('an interruption comes first, with or without results', () => {
    const interruption = 'Stopped by Ctrl-C.';
    expect(print(exploreReportOf([], { interruption }))).toMatchInlineSnapshot(`
      "INTERRUPTED: Stopped by Ctrl-C.

      withdraw: 2 workers × 1 operation, 1 account, starting balance 10, amount 10,
        2 retries, seed 1
      Embedded PostgreSQL 18.4.

      No strategy has finished.
      "
    `);
    expect(print({ ...full, interruption })).toMatch(/^INTERRUPTED: Stopped by Ctrl-C\.\n\n/);
    expect(print(full)).not.toContain('INTERRUPTED');
  });

  test('never contains the password of a server', () => {
    const plan = { ...full.plan, url: 'postgres://me:secret@host/db' };
    expect(print({ ...full, plan })).not.toContain('secret');
  });
});

const lostOn = (account: number) => ({
  kind: 'lost update' as const,
  round: 1,
  account,
  sentences: ['It is lost.'],
  operations: [],
});

describe('the page', () => {
  test('colour changes no visible character', () => {
    expect(print(full)).not.toContain('\u001B');
    const colored = print(full, 80, true);
    expect(colored).toContain('\u001B[31mbroken\u001B[39m');
    expect(colored).toContain('\u001B[32mheld\u001B[39m');
    expect(stripVTControlCharacters(colored)).toBe(print(full));
  });

  test('no line exceeds the width, except a command', () => {
    for (const width of widthsFrom(60)) {
      const lines = print(full, width).split('\n');
      for (const line of lines.filter((text) => !text.startsWith('    race-lab replay'))) {
        expect(line.length, `at ${width}: ${line}`).toBeLessThanOrEqual(width);
      }
    }
  });

  test('a command stays whole, however long', () => {
    const report = exploreReportOf([broken('naive')], {}, { retries: 9, balance: 70, seed: 4_711 });
    const command = replayCommandOf(report.plan, 'naive', [1, 2, 1, 2]);
    expect(command.length).toBeGreaterThan(60);
    expect(print(report, 60).split('\n')).toContain(`    ${command}`);
  });

  test('no line ends in a blank, and one newline ends the text', () => {
    for (const width of [50, 80, 140]) {
      expect(print(full, width)).not.toMatch(/[^\S\n]\n/);
      expect(print(full, width)).toMatch(/[^\n]\n$/);
    }
  });
});
