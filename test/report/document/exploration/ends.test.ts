/** The ends of schedules in words. */
import { expect, test } from 'vitest';

import type { Outcome, StrategyEnd } from '../../../../src/model.js';
import { explorationDocument } from '../../../../src/report/document/exploration/document.js';
import { strategyEndText } from '../../../../src/report/document/exploration/ends.js';
import { broken, exploreReportOf, held } from './fixtures.js';

/** @param outcomes of each worker */
const textOf = (outcomes: readonly (readonly Outcome['kind'][])[], ...balances: number[]) =>
  strategyEndText({
    ...counts,
    accounts: balances.map((balance, i) => ({ id: i + 1, balance })),
    operations: outcomes.flatMap((those, i) =>
      those.map((outcome, j) => ({ worker: i + 1, sequence: j + 1, outcome })),
    ),
  });

const counts: Pick<StrategyEnd, 'schedules' | 'broken' | 'examples'> = {
  schedules: 1,
  broken: 0,
  examples: [],
};

test('workers with the same outcome are named together', () => {
  expect(textOf([['committed'], ['committed']], 0)).toBe('A and B committed; balance 0');
  expect(textOf([['committed'], ['refused'], ['refused']], 1000)).toBe(
    'A committed and B and C were refused; balance 1,000',
  );
  expect(textOf([['failed'], ['indeterminate']], -10)).toBe(
    'A failed and B lost the connection while committing; balance -10',
  );
});

test('several operations are told in turn', () => {
  expect(
    textOf(
      [
        ['committed', 'refused'],
        ['committed', 'committed'],
      ],
      0,
    ),
  ).toBe('A committed, then was refused; B committed 2 times; balance 0');
  const alike: readonly Outcome['kind'][] = ['refused', 'committed'];
  expect(textOf([alike, alike], 0)).toBe('A and B were refused, then committed; balance 0');
});

test('several accounts are named', () => {
  expect(textOf([['committed'], ['refused']], 0, 20)).toBe(
    'A committed and B was refused; account 1 has 0 and account 2 has 20',
  );
});

test('a document has the ends of each strategy, but not of one whose code is wrong', () => {
  const failure = { message: 'it threw', hint: null };
  const results = [broken('naive'), held('atomic', { failure }), held('mutex', { ends: [] })];
  const blocks = explorationDocument(exploreReportOf(results)).filter(
    (block) => block.kind === 'ends',
  );
  expect(blocks).toMatchObject([
    { name: 'naive', ends: [{ schedules: 4, broken: 4 }, { schedules: 1 }, {}], more: 0 },
  ]);
});

test('a document has the first 200 ends, and how many are left out', () => {
  const { ends } = held('atomic');
  const many = Array.from({ length: 203 }, () => ends).flat();
  const report = exploreReportOf([held('atomic', { ends: many.slice(0, 203) })]);
  const block = explorationDocument(report).find(({ kind }) => kind === 'ends');
  expect(block).toMatchObject({ more: 3 });
});
