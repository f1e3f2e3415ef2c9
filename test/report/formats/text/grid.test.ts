import { expect, test } from 'vitest';
import type { Report } from '../../../../src/model.js';
import { commandOf } from '../../../../src/plan/command.js';
import { reporters } from '../../../../src/report/index.js';
import { broken, fullReport, held, inconclusive, reportOf } from '../../document/race/fixtures.js';
import { widthsFrom } from '../../widths.js';

const print = (report: Report, width = 80) => reporters.table(report, { width, color: false });

const isRule = (line: string) => /^─+$/.test(line);

/** The figures: from the first rule to the last. */
function figures(text: string): string[] {
  const lines = text.split('\n');
  return lines.slice(lines.findIndex(isRule), lines.findLastIndex(isRule) + 1);
}

/** All lines of the header as one text. */
function headerOf(text: string): string {
  const [, ...below] = figures(text);
  return below.slice(0, below.findIndex(isRule)).join(' ');
}

const essential = ['strategy', 'verdict', 'final', 'lost', 'violations', 'retries'];

const extreme = reportOf([
  broken('a-strategy-of-someone-with-a-very-long-name-indeed', {
    finalBalance: -1_234_567_890,
    retries: 1_234_567,
    throughput: 123_456.7,
  }),
  inconclusive('optimistic-timestamp', { cutShort: true }),
]);

const estimated = reportOf([
  broken('unsaid', {
    estimated: true,
    lostUpdates: 1_234_567,
    violations: 1_234_567,
    finalBalance: -1_234_567_890,
    retries: 1_234_567,
  }),
]);

const reports = {
  estimated,
  full: fullReport(),
  extreme,
  single: reportOf([held('atomic')]),
};

test.each(Object.entries(reports))('%s: the figures never exceed the width', (_, report) => {
  for (const width of widthsFrom(60)) {
    for (const line of figures(print(report, width))) {
      expect(line.length, `at ${width}: ${line}`).toBeLessThanOrEqual(width);
    }
  }
});

test.each(Object.entries(reports))(
  '%s: the most important columns are always shown',
  (_, report) => {
    for (const width of widthsFrom(80)) {
      const header = headerOf(print(report, width));
      for (const word of essential) expect(header, `at ${width}`).toContain(word);
    }
  },
);

test('a wider terminal never shows fewer columns', () => {
  let before = 0;
  for (const width of [...widthsFrom(60), 240]) {
    const rule = figures(print(fullReport(), width))[0] ?? '';
    expect(rule.length).toBeGreaterThanOrEqual(before);
    before = rule.length;
  }
});

test('the least important columns are left out first', () => {
  expect(headerOf(print(fullReport(), 80))).not.toContain('p99');
  expect(headerOf(print(fullReport(), 100))).toContain('p99');
  expect(headerOf(print(fullReport(), 100))).not.toContain('refused');
  expect(headerOf(print(fullReport(), 160))).toContain('indeterminate');
  expect(headerOf(print(fullReport(), 240))).toContain('race');
});

test('the longest built-in name is whole at 80 columns, a longer one is cut', () => {
  const long = 'optimistic-timestamp-of-ours';
  const text = print(reportOf([held(long), inconclusive('optimistic-timestamp')]));
  expect(text).toMatch(/^optimistic-timestamp {2}inconclusive/m);
  expect(text).toMatch(/^optimistic-timestam… {2}held/m);
  expect(print(reportOf([held(long)]), 120)).toMatch(/^optimistic-timestamp-of-ours {2}held/m);
});

test('prose is wrapped to the width, and the command stays whole', () => {
  const report = fullReport();
  const plan = {
    ...report.plan,
    thinkMs: 7,
    connections: 3,
    retries: 5,
    accounts: 9,
    workers: 33,
  };
  const command = commandOf(plan, ['naive']);
  expect(command.length).toBeGreaterThan(60);
  const lines = print({ ...report, plan }, 60).split('\n');
  expect(lines).toContain(`    ${command}`);
  for (const line of lines.filter((text) => !text.includes(command))) {
    expect(line.length).toBeLessThanOrEqual(60);
  }
});
