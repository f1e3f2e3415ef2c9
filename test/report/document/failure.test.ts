/** A strategy with a programming error, in every format. */
import { describe, expect, test } from 'vitest';

import { failedResult } from '../../../src/judge/account/failed-result.js';
import type { ExploreReport, Report, CodeFailure } from '../../../src/model.js';
import { annotations } from '../../../src/report/annotations.js';
import { checkReporters } from '../../../src/report/index.js';
import { checkSuites } from '../../../src/report/document/check/suites.js';
import { exploreReporters } from '../../../src/report/index.js';
import { reporters, type Format } from '../../../src/report/index.js';
import { explorationSuite } from '../../../src/report/document/exploration/suite.js';
import { raceSuite } from '../../../src/report/document/race/suite.js';
import { readJunit } from '../../support/junit/read.js';
import { checkReportOf } from './check/fixtures.js';
import { exploreReportOf, held as exploredHeld } from './exploration/fixtures.js';
import { held, planOf, reportOf } from './race/fixtures.js';
import { readBack } from '../formats/read-csv.js';

const failure: CodeFailure = {
  message: 'strategy mine (./mine.ts) threw TypeError: oops at ./mine.ts:3',
  hint: 'Fix it.',
};

const plan = planOf(['atomic', 'mine']);
const mine = failedResult(plan, 'mine', [], failure);

const expectations = [
  { rule: 'atomic:held', subject: 'atomic', met: true, actual: 'held' },
  { rule: 'mine:held', subject: 'mine', met: null, actual: 'error' },
];

const raced: Report = reportOf([held('atomic'), mine], { expectations });

const explored: ExploreReport = exploreReportOf(
  [
    exploredHeld('atomic'),
    exploredHeld('mine', {
      verdict: 'inconclusive',
      reason: failure.message,
      failure,
      coverage: { kind: 'stopped' },
      schedules: 4,
      held: 1,
      broken: 3,
    }),
  ],
  { expectations },
);

const print = (what: 'race' | 'explore', format: Format): string => {
  const style = { width: 80, color: false };
  return what === 'race'
    ? reporters[format](raced, style)
    : exploreReporters[format](explored, style);
};

describe.each(['race', 'explore'] as const)('in a report by %s', (what) => {
  test('the table has a row for it, and below it the error and its fix', () => {
    const text = print(what, 'table');
    expect(text).toMatch(/^mine +error /m);
    expect(text).toMatch(/^atomic +held /m);
    expect(text).toContain(`\nmine error: ${failure.message}\n  Fix it.\n`);
    expect(text).not.toContain('inconclusive');
    expect(text).toMatch(/not judged {2}mine:held {4}mine: error/);
  });

  test('Markdown has a section for it', () => {
    const text = print(what, 'markdown');
    expect(text).toMatch(/\| mine \| error \|/);
    expect(text).toMatch(/#### Errors\n\n- \*\*mine\*\*: strategy mine .* threw .*\. Fix it\.\n/);
    expect(text).not.toContain('Inconclusive');
  });

  test('JSON has the verdict inconclusive, and the failure', () => {
    const { results } = JSON.parse(print(what, 'json'));
    expect(results).toMatchObject([
      { strategy: 'atomic', verdict: 'held', failure: null },
      {
        strategy: 'mine',
        verdict: 'inconclusive',
        reason: failure.message,
        failure,
        witness: null,
      },
    ]);
  });

  test('CSV has a column for the message', () => {
    const rows = readBack(print(what, 'csv'));
    expect(rows.map((row) => [row['strategy'], row['verdict'], row['failure']])).toEqual([
      ['atomic', 'held', ''],
      ['mine', 'inconclusive', failure.message],
    ]);
  });

  test('JUnit has an error for it, whatever the expectations', () => {
    const [suite] = readJunit(print(what, 'junit'));
    expect(suite?.counts).toEqual([3, 0, 2, 0]);
    expect(suite?.cases.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['atomic: held', null],
      ['mine: held', 'error: could not judge mine:held: error'],
      ['mine: runs to its end', `error: ${failure.message}`],
    ]);
    expect(suite?.cases[1]?.text).toContain(failure.message);
    expect(suite?.cases[2]?.text).toContain('Fix it.');
  });
});

describe('without expectations', () => {
  test.each([
    ['race', [raceSuite({ ...raced, expectations: [] })]],
    ['explore', [explorationSuite({ ...explored, expectations: [] })]],
  ])('JUnit has an error (%s), and an annotation', (_what, suites) => {
    expect(suites[0]?.cases.map(({ name, status }) => [name, status])).toEqual([
      ['atomic', 'noted'],
      ['mine: runs to its end', 'failed'],
    ]);
    expect(annotations(suites)).toContain('strategy mine (./mine.ts) threw TypeError');
  });
});

test('a failure in a late round names the rounds that its figures cover', () => {
  const late = held('mine', { verdict: 'inconclusive', reason: failure.message, failure });
  const text = reporters.table(reportOf([late], { plan: planOf(['mine'], { rounds: 3 }) }), {
    width: 80,
    color: false,
  });
  expect(text).toContain('\n  Its figures cover 1 of 3 rounds, before it failed.\n');
  expect(text).toMatch(/^mine +error +0 +0 /m);
});

describe('in a check', () => {
  const experiments = [
    {
      name: 'raced',
      kind: 'run',
      plan,
      durationMs: 10,
      expectations: [],
      report: raced,
      failure: null,
    },
  ] as const;
  const report = checkReportOf(...experiments);
  const style = { width: 80, color: false };

  test('the experiment is an error, and the other strategies are reported', () => {
    const text = checkReporters.table(report, style);
    expect(text).toMatch(/^ERROR +raced +10 ms\n +strategy mine \(\.\/mine\.ts\) threw/);
    expect(text).toMatch(/^atomic +held /m);
    expect(text).toContain('1 experiment in ');
    expect(JSON.parse(checkReporters.json(report, style)).experiments).toMatchObject([
      { met: null, failure: null, report: { results: [{ failure: null }, { failure }] } },
    ]);
    expect(checkSuites(report)[0]?.cases.map(({ status }) => status)).toContain('failed');
  });

  test('CSV gives the reason beside each expectation', () => {
    const judged = checkReportOf({ ...experiments[0], expectations });
    const rows = readBack(checkReporters.csv(judged, style));
    expect(rows.map((row) => row['failure'])).toEqual([failure.message, failure.message]);
  });
});
