/** The ends of explorations of cases, as data. */
import { expect, test } from 'vitest';

import type { CaseScheduleEnd } from '../../../../src/model.js';
import { caseExploreReporters } from '../../../../src/report/index.js';
import { broken, exploreReportOf, held } from '../../cases/reports.js';
import { invariant } from '../../cases/witnesses.js';

const dataOf = (...results: Parameters<typeof exploreReportOf>[0]): unknown =>
  JSON.parse(caseExploreReporters.json(exploreReportOf(results), { width: 80, color: false }));

test('an end has its schedules, its words, and what became of each worker', () => {
  expect(dataOf(broken('wallet', invariant))).toMatchObject({
    results: [
      {
        outcomes: 2,
        ends: [
          {
            schedules: 12,
            broken: 12,
            text: 'A returned {"placed":"o1"} and B returned {"placed":"o2"}; no row changed',
            examples: ['ABBBAA', 'BAAABB'],
            endings: [
              { worker: 'A', name: 'phone', ending: { kind: 'returned' } },
              { worker: 'B', name: 'laptop', ending: { kind: 'returned' } },
            ],
            changes: [],
          },
          { schedules: 4, broken: 0, examples: ['AAABBB'] },
        ],
      },
    ],
  });
});

test('an end that was not kept is only counted; small letters stay small', () => {
  const end: CaseScheduleEnd = {
    schedules: 1,
    broken: 1,
    examples: [[1, 2, -1]],
    endings: null,
    changes: null,
  };
  const text = 'not kept, because there are too many different ends';
  expect(dataOf(held('booking', { ends: [end] }))).toMatchObject({
    results: [{ ends: [{ ...end, examples: ['ABa'], text }] }],
  });
});
