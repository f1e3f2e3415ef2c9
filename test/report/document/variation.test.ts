/** The report of `compare --vary`, without a database. */
import { expect, test } from 'vitest';

import type { StrategyResult, VariedReport } from '../../../src/model.js';
import { raceDocument } from '../../../src/report/document/race/document.js';
import { variedContent } from '../../../src/report/document/variation/content.js';
import { variedReporters } from '../../../src/report/index.js';
import { broken, held, inconclusive, planOf, reportOf } from './race/fixtures.js';

/** A report with these results at each value of `think`. */
function varied(found: Readonly<Record<string, readonly StrategyResult[]>>): VariedReport {
  const points = Object.entries(found).map(([value, results]) => {
    const plan = planOf(['naive', 'atomic'], { command: 'compare', thinkMs: Number(value) });
    return { value, plan, report: reportOf(results, { plan }) };
  });
  const { server } = reportOf([]);
  const results = points.flatMap(({ report }) => report.results);
  const nothing = { expectations: [], interruption: null, kept: false };
  return { parameter: 'think', points, server, results, ...nothing };
}

const report = varied({
  '0': [held('naive', { throughput: 900 }), held('atomic', { throughput: 800 })],
  '5': [broken('naive', { throughput: 700, lostUpdates: 12 }), inconclusive('atomic')],
  '20': [broken('naive', { throughput: 300, lostUpdates: 80 })],
});

test('a chart has a value for each place, and null where there is no result', () => {
  const charts = variedContent(report)
    .document()
    .flatMap((block) => (block.kind === 'chart' ? [block] : []));
  expect(charts.map(({ title }) => title)).toStrictEqual([
    'operations per second',
    'lost updates',
    'p99 latency',
    'retries',
  ]);
  expect(charts[1]).toMatchObject({
    form: 'lines',
    over: 'think',
    places: ['0', '5', '20'],
    series: [
      { name: 'naive', values: [0, 12, 80] },
      { name: 'atomic', values: [0, null, null] },
    ],
  });
});

test('rows are in order of strategies, then of values', () => {
  const [header, ...records] = variedContent(report).records();
  expect(header?.slice(0, 2)).toStrictEqual(['strategy', 'think']);
  expect(records.map(([strategy, value]) => `${strategy} ${value}`)).toStrictEqual([
    'naive 0',
    'naive 5',
    'naive 20',
    'atomic 0',
    'atomic 5',
  ]);
});

test('one finding for each verdict of a strategy, which names its other values', () => {
  const text = variedReporters.table(report, { width: 80, color: false });
  expect(text.match(/^naive at think=\d+ \w+/gm)).toStrictEqual([
    'naive at think=0 held',
    'naive at think=5 broken',
  ]);
  expect(text).toMatch(/--think 5 [^]*The same verdict at think=20\./);
});

test('JSON has the value as in the plan', () => {
  expect(variedContent(report).data()).toMatchObject({
    plan: { thinkMs: null, workers: 50, vary: { parameter: 'think', values: [0, 5, 20] } },
    results: [{ thinkMs: 0 }, { thinkMs: 0 }, { thinkMs: 5 }, { thinkMs: 5 }, { thinkMs: 20 }],
  });
});

test('without a result, there is no chart', () => {
  const kinds = variedContent(varied({ '0': [], '5': [] }))
    .document()
    .map(({ kind }) => kind);
  expect(kinds).not.toContain('chart');
});

test('a plain comparison has bars for pages, which text leaves out; one strategy has none', () => {
  const several = raceDocument(reportOf([broken('naive'), held('atomic')]));
  const bars = several.flatMap((block) => (block.kind === 'chart' ? [block] : []));
  expect(bars.map(({ form, places }) => [form, ...places])).toStrictEqual(
    Array.from({ length: 3 }, () => ['bars', 'naive', 'atomic']),
  );
  expect(bars[1]).toMatchObject({ series: [{ name: 'lost updates', values: [979, 0] }] });
  const single = raceDocument(reportOf([broken('naive')]));
  expect(single.map(({ kind }) => kind)).not.toContain('chart');
});
