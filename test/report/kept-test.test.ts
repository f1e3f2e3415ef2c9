/** The tests that keep schedules, without a server. */
import { expect, test } from 'vitest';

import { keptInExploration, keptTest, keptTestBeside } from '../../src/report/kept-test.js';
import type { KeptSchedule } from '../../src/report/kept-test.js';
import { broken, exploreReportOf, held, replayReportOf } from './cases/reports.js';
import { lostUpdate, threeWorkers } from './cases/witnesses.js';

/** A witness of a case in a file. */
function kept(changed: Partial<KeptSchedule>): readonly KeptSchedule[] {
  const { plan, replayed: witness } = replayReportOf('two', lostUpdate);
  const file = '/shop/src/a.race.ts';
  const the = { ...plan.case, file, exported: 'default', open: () => null };
  return [{ case: the, overlap: 'none', isolation: null, witness, masked: [], ...changed }];
}

test('an exploration has the witnesses of its broken cases', () => {
  const report = exploreReportOf([
    held('one'),
    broken('two', lostUpdate),
    broken('three', threeWorkers),
  ]);
  expect(keptInExploration(report)).toMatchObject([
    { case: { name: 'two' }, overlap: 'none', witness: lostUpdate },
    { case: { name: 'three' }, witness: threeWorkers },
  ]);
  expect(keptInExploration(exploreReportOf([held('one')]))).toStrictEqual([]);
});

test.each([
  ['none', 'follow: true })'],
  ['outside transactions', 'follow: true, overlap: true })'],
  ['all', "follow: true, overlap: 'all' })"],
] as const)('statements that were cut are cut again: %s', (overlap, options) => {
  const text = keptTest(kept({ overlap }), '/shop/src').replaceAll(/\s+/g, ' ');
  expect(text.replaceAll(', })', ' })')).toContain(options);
});

test('a level that was chosen is chosen again, and named', () => {
  const text = keptTest(kept({ isolation: 'repeatable read' }), '/shop/src').replaceAll(
    /\s+/g,
    ' ',
  );
  expect(text).toContain("isolation: 'repeatable-read'");
  expect(text).toMatch(/test\('two holds in the order \w+ at REPEATABLE READ'/);
  expect(keptTest(kept({}), '/shop/src')).not.toMatch(/isolation| at [A-Z]/);
});

test('the path of the case is relative to the test, and its options are broken if they are long', () => {
  const drawn = { ...lostUpdate.drawn, schedule: Array.from({ length: 60 }, () => 1) };
  const text = keptTest(kept({ witness: { ...lostUpdate, drawn } }), '/shop/test');
  expect(text).toMatch(/^import \w+ from '\.\.\/src\/a\.race\.ts';$/m);
  expect(text).toMatch(/^ {4}schedule: 'A{60}',\n {4}follow: true,\n {2}\}\);$/m);
});

test('text of the database stays inside of its comment', () => {
  const [anomaly] = [
    { kind: 'invariant', name: 'a\n*/ process.exit() //\u2028 b', rows: [] },
  ] as const;
  const text = keptTest(kept({ witness: { ...lostUpdate, anomalies: [anomaly] } }), '/shop');
  const outside = text.split(/[\n\r\u2028\u2029]/).filter((line) => !line.startsWith('//'));
  expect(outside.join('\n')).not.toContain('process.exit');
  expect(text).toContain('// What broke: invariant ');
});

test('nothing to keep is no test', () => {
  expect(keptTestBeside([])).toBeNull();
});
