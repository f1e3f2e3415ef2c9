import { expect, test } from 'vitest';

import type { ExploreReport } from '../../../../src/model.js';
import type { Finding } from '../../../../src/report/document/blocks.js';
import { explorationDocument } from '../../../../src/report/document/exploration/document.js';
import { bounded, broken, exploreReportOf, fullReport, held } from './fixtures.js';

const findingsOf = (report: ExploreReport): readonly Finding[] =>
  explorationDocument(report).flatMap((block) => (block.kind === 'findings' ? block.findings : []));

const formsOf = (report: ExploreReport) =>
  findingsOf(report).map(({ strategy, form }) => [strategy, form]);

test('of several, those that held are items, and those that broke are chapters at the end', () => {
  expect(formsOf(fullReport())).toStrictEqual([
    ['for-update', 'item'],
    ['serializable', 'item'],
    ['optimistic', 'paragraph'],
    ['naive', 'chapter'],
    ['read-committed', 'chapter'],
  ]);
});

test.each([held('one'), broken('one'), bounded('one')])('one on its own is a paragraph', (one) => {
  expect(formsOf(exploreReportOf([one]))).toStrictEqual([['one', 'paragraph']]);
});

test('what broke has a drawing between what was found and what proves it', () => {
  const [finding] = findingsOf(exploreReportOf([broken('naive')]));
  expect(
    finding?.parts.map((part) => (part.kind === 'sentences' ? part.role : part.kind)),
  ).toStrictEqual(['summary', 'drawing', 'proof', 'command']);
});

test('the witness goes without a note where the table has no room for it', () => {
  const table = explorationDocument(fullReport()).find(({ kind }) => kind === 'table');
  expect(table).toMatchObject({
    columns: expect.arrayContaining([
      expect.objectContaining({ header: 'witness', isShownBelow: true }),
      expect.objectContaining({ header: 'outcomes', isShownBelow: false }),
    ]),
  });
});
