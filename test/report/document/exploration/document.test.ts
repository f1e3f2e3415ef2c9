import { expect, test } from 'vitest';

import type { ExploreReport } from '../../../../src/model.js';
import type { Finding } from '../../../../src/report/document/blocks.js';
import { explorationDocument } from '../../../../src/report/document/exploration/document.js';
import { bounded, broken, exploreReportOf, fullReport, held } from './fixtures.js';

const findingsOf = (report: ExploreReport): readonly Finding[] =>
  explorationDocument(report).flatMap((block) => (block.kind === 'findings' ? block.findings : []));

const formsOf = (report: ExploreReport) => findingsOf(report).map(({ name, form }) => [name, form]);

test('of several strategies, those that held are items, and those that broke are sections at the end', () => {
  expect(formsOf(fullReport())).toStrictEqual([
    ['for-update', 'item'],
    ['serializable', 'item'],
    ['optimistic', 'paragraph'],
    ['naive', 'chapter'],
    ['read-committed', 'chapter'],
  ]);
});

test.each([held('one'), broken('one'), bounded('one')])(
  'a single strategy is a paragraph',
  (one) => {
    expect(formsOf(exploreReportOf([one]))).toStrictEqual([['one', 'paragraph']]);
  },
);

test('a broken strategy has a drawing between its summary and its proof', () => {
  const [finding] = findingsOf(exploreReportOf([broken('naive')]));
  expect(
    finding?.parts.map((part) => (part.kind === 'sentences' ? part.role : part.kind)),
  ).toStrictEqual(['summary', 'drawing', 'proof', 'command']);
});

test('the witness needs no note when the table has no room for it', () => {
  const table = explorationDocument(fullReport()).find(({ kind }) => kind === 'table');
  expect(table).toMatchObject({
    columns: expect.arrayContaining([
      expect.objectContaining({ header: 'witness', isShownBelow: true }),
      expect.objectContaining({ header: 'outcomes', isShownBelow: false }),
    ]),
  });
});
