/** The note on columns for which a table has no room. */
import { expect, test } from 'vitest';

import { columnsFor } from '../../../../src/report/document/exploration/columns.js';
import { exploreReporters } from '../../../../src/report/index.js';
import { reporters } from '../../../../src/report/index.js';
import { exploreReportOf, held as explored } from '../../document/exploration/fixtures.js';
import { held, reportOf } from '../../document/race/fixtures.js';

const NOTE = /No room for: ([^.]*)\. A wider terminal, --json and --format csv show them\./;

const noteOf = (text: string) => NOTE.exec(text.replaceAll(/\s+/g, ' '))?.[1];

const raced = (width: number) =>
  noteOf(reporters.table(reportOf([held('atomic')]), { width, color: false }));

test('at 80 columns, the note lists the missing columns, the most important first', () => {
  expect(raced(80)).toBe('committed, refused, failed, expected balance, drift and 9 more');
});

test('a wider terminal has fewer missing columns, and the note lists all of a few', () => {
  expect(raced(60)).toMatch(/^p50 ms, p99 ms, committed/);
  const notes = [160, 170, 180, 190, 200, 210, 220].map(raced);
  expect(notes.some((note) => note !== undefined && !note.includes('more'))).toBe(true);
  expect(raced(300)).toBeUndefined();
});

test('an exploration has no note at 80 columns, where only the witness is missing', () => {
  const print = (width: number) =>
    exploreReporters.table(exploreReportOf([explored('for-update')]), { width, color: false });
  expect(print(80)).not.toContain('shortest');
  expect(noteOf(print(80))).toBeUndefined();
  expect(noteOf(print(60))).toMatch(/^(outcomes and )?time$/);
  expect(columnsFor([explored('for-update')]).map(({ header }) => header)).toContain('witness');
});
