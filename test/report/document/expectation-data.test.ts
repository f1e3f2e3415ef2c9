/** What JSON calls the strategy or the case of an expectation. */
import { expect, test } from 'vitest';

import { checkData } from '../../../src/report/document/check/data.js';
import { caseExplorationData } from '../../../src/report/document/cases/exploration/data.js';
import { caseReplayData } from '../../../src/report/document/cases/replay/data.js';
import { explorationData } from '../../../src/report/document/exploration/data.js';
import { raceData } from '../../../src/report/document/race/data.js';
import { replayData } from '../../../src/report/document/replay/data.js';
import * as cases from '../cases/reports.js';
import { lostUpdate as caseWitness } from '../cases/witnesses.js';
import { lostUpdate } from '../drawing/schedules.js';
import { checkReportOf } from './check/fixtures.js';
import { exploreReportOf, replayReportOf } from './exploration/fixtures.js';
import { reportOf } from './race/fixtures.js';

const expectations = [{ rule: 'held', subject: 'mine', met: false, actual: 'broken' }];
const ofStrategies = [{ rule: 'held', strategy: 'mine', met: false, actual: 'broken' }];
const ofCases = [{ rule: 'held', case: 'mine', met: false, actual: 'broken' }];

const race = reportOf([], { expectations });
const exploration = exploreReportOf([], { expectations });
const caseExploration = cases.exploreReportOf([], { expectations });

test('the strategy, in reports of strategies', () => {
  expect(raceData(race).expectations).toStrictEqual(ofStrategies);
  expect(explorationData(exploration).expectations).toStrictEqual(ofStrategies);
  const replay = replayReportOf('mine', lostUpdate, { expectations });
  expect(replayData(replay).expectations).toStrictEqual(ofStrategies);
});

test('the case, in reports of cases', () => {
  expect(caseExplorationData(caseExploration).expectations).toStrictEqual(ofCases);
  const replay = cases.replayReportOf('mine', caseWitness, { expectations });
  expect(caseReplayData(replay).expectations).toStrictEqual(ofCases);
});

test('one or the other, in the report of a check', () => {
  const common = { name: 'x', durationMs: 1, expectations, failure: null } as const;
  const report = checkReportOf(
    { ...common, kind: 'explore', plan: exploration.plan, report: exploration },
    { ...common, kind: 'cases', plan: caseExploration.plan, report: caseExploration },
  );
  expect(checkData(report).experiments.map((each) => each.expectations)).toStrictEqual([
    ofStrategies,
    ofCases,
  ]);
});
