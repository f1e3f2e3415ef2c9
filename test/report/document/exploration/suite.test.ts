import { expect, test } from 'vitest';

import { exploreReporters, replayReporters } from '../../../../src/report/index.js';
import { readJunit } from '../../../support/junit/read.js';
import { broken, exploreReportOf, fullReport, held, replayReportOf } from './fixtures.js';
import { lostUpdate } from '../../drawing/schedules.js';

const style = { width: 80, color: false };
const explored = (report: Parameters<typeof exploreReporters.junit>[0]) =>
  readJunit(exploreReporters.junit(report, style));

test('an exploration has a case for each expectation and strategy', () => {
  expect(explored(fullReport())).toMatchObject([
    {
      name: 'race-lab explore withdraw',
      counts: [3, 1, 1, 0],
      cases: [
        { name: 'naive: claims', classname: 'race-lab.explore.withdraw', outcome: null },
        {
          name: 'for-update: schedules>=100',
          outcome: 'failure: expected schedules>=100, found 20',
        },
        { name: 'optimistic: held', outcome: 'error: could not judge held: inconclusive' },
      ],
    },
  ]);
});

test('a broken strategy is drawn, with the command that replays it', () => {
  const expectations = [{ rule: 'held', subject: 'naive', met: false, actual: 'broken' }];
  const [suite] = explored(exploreReportOf([broken('naive')], { expectations }));
  const text = suite?.cases[0]?.text ?? '';
  expect(text).toContain('naive broken: lost update');
  expect(text).toContain('Broken in 4 of 6 schedules');
  expect(text).toMatch(/^ +A +B +account$/m);
  expect(text).toMatch(/^► /m);
  expect(text).toMatch(/\n\nReplay it:\n {2}race-lab replay --strategy naive --schedule [AB]+$/);
});

test('a strategy that held against expectation has the command that explores it again', () => {
  const expectations = [{ rule: 'broken', subject: 'atomic', met: false, actual: 'held' }];
  const [suite] = explored(exploreReportOf([held('atomic')], { expectations }));
  const text = suite?.cases[0]?.text ?? '';
  expect(text).toContain('All 20 schedules held');
  expect(text).toMatch(/\n\nExplore it again:\n {2}race-lab explore --strategy atomic$/);
});

test('a replay has a case for each expectation, with the schedule', () => {
  const expectations = [{ rule: 'held', subject: 'naive', met: false, actual: 'broken' }];
  const report = replayReportOf('naive', lostUpdate, { expectations });
  const [suite] = readJunit(replayReporters.junit(report, style));
  expect(suite).toMatchObject({
    name: 'race-lab replay withdraw',
    counts: [1, 1, 0, 0],
    properties: { schedule: expect.stringMatching(/^[AB]+$/) },
    cases: [{ name: 'naive: held', outcome: 'failure: expected held, found broken' }],
  });
  expect(suite?.cases[0]?.text).toContain('race-lab replay --strategy naive --schedule');
});

test('a replay without expectations reports its verdict', () => {
  const [suite] = readJunit(replayReporters.junit(replayReportOf('naive', lostUpdate), style));
  expect(suite).toMatchObject({ counts: [1, 0, 0, 0], cases: [{ outcome: 'system-out' }] });
});
