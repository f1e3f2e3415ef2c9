import { expect, test } from 'vitest';

import {
  checkDocument,
  documentAfterChecklist,
} from '../../../../src/report/document/check/document.js';
import { explorationDocument } from '../../../../src/report/document/exploration/document.js';
import { caseExplorationDocument } from '../../../../src/report/document/cases/exploration/document.js';
import { broken as brokenCase, exploreReportOf as casesReportOf } from '../../cases/reports.js';
import { invariant } from '../../cases/witnesses.js';
import { broken, exploreReportOf } from '../exploration/fixtures.js';
import { checkReportOf, failed, fullReport, ok } from './fixtures.js';

test('has a line for each experiment, and a section for each that is not ok', () => {
  const document = checkDocument(fullReport());
  expect(document.slice(0, 3).map(({ kind }) => kind)).toStrictEqual([
    'title',
    'total',
    'checklist',
  ]);
  expect(document.flatMap((block) => (block.kind === 'heading' ? [block.subject] : []))).toEqual([
    'nothing is lost',
    'alone',
    'no schedule breaks it',
    'cut off',
    'somewhere else',
  ]);
});

test('the section of an experiment matches the document of its command', () => {
  const report = exploreReportOf([broken('naive')]);
  const expectations = [{ rule: 'held', subject: 'naive', met: false, actual: 'broken' }];
  const { plan } = report;
  const document = checkDocument(
    checkReportOf({
      name: 'x',
      kind: 'explore',
      plan,
      durationMs: 1,
      expectations,
      report,
      failure: null,
    }),
  );
  expect(document[3]).toMatchObject({ kind: 'heading', subject: 'x', status: 'NOT MET' });
  expect(document.slice(4)).toStrictEqual(explorationDocument(report));
});

test('the section of an experiment with cases matches the document of explore', () => {
  const report = casesReportOf([brokenCase('wallet', invariant)]);
  const expectations = [{ rule: 'held', subject: 'wallet', met: false, actual: 'broken' }];
  const common = { name: 'x', kind: 'cases', durationMs: 1, expectations, failure: null } as const;
  const document = checkDocument(checkReportOf({ ...common, plan: report.plan, report }));
  expect(document[3]).toMatchObject({
    kind: 'heading',
    subject: 'x',
    status: 'NOT MET',
    command: 'race-lab explore ./wallet.race.ts',
  });
  expect(document.slice(4)).toStrictEqual(caseExplorationDocument(report));
});

test('an experiment that could not run is a defect', () => {
  const failure = { message: 'no server', hint: 'Start one.', stack: 'Error: x' };
  expect(checkDocument(checkReportOf(failed(failure))).at(-1)).toStrictEqual({
    kind: 'defect',
    ...failure,
  });
});

test('after the lines of the experiments, only the total remains when all are ok', () => {
  const document = documentAfterChecklist(checkReportOf(ok));
  expect(document).toStrictEqual([
    { kind: 'total', text: '1 experiment in 4.3 s: 1 ok', tone: 'good' },
  ]);
});
