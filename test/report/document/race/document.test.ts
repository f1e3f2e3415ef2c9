import { expect, test } from 'vitest';

import type { Report } from '../../../../src/model.js';
import type { Finding } from '../../../../src/report/document/blocks.js';
import { fullRaceFinding, raceDocument } from '../../../../src/report/document/race/document.js';
import { broken, fullReport, held, reportOf } from './fixtures.js';

const kindsOf = (report: Report) => raceDocument(report).map(({ kind }) => kind);

const findingsOf = (report: Report): readonly Finding[] =>
  raceDocument(report).flatMap((block) => (block.kind === 'findings' ? block.findings : []));

test('has every kind of block, in reading order', () => {
  expect(kindsOf(fullReport())).toStrictEqual([
    'title',
    'setup',
    'table',
    'chart',
    'chart',
    'chart',
    'findings',
    'list',
    'paragraph',
    'expectations',
  ]);
});

test('without a result there is no table, and an interruption comes first', () => {
  const report = reportOf([], { interruption: 'It went away.', kept: true });
  expect(kindsOf(report)).toStrictEqual([
    'title',
    'interruption',
    'setup',
    'paragraph',
    'findings',
    'paragraph',
  ]);
});

test('a strategy that held is a finding only when there is something to report', () => {
  const failures = { '40P01': { count: 1, message: 'deadlock detected' } };
  const report = reportOf([held('one'), held('two', { failures }), broken('naive')]);
  expect(findingsOf(report).map(({ name, verdict }) => [name, verdict])).toStrictEqual([
    ['two', 'held'],
    ['naive', 'broken'],
  ]);
});

test('a finding for a test includes a strategy that held', () => {
  const result = held('one');
  const parts = fullRaceFinding(reportOf([result]), result)?.parts ?? [];
  expect(parts.map((part) => (part.kind === 'sentences' ? part.role : part.kind))).toStrictEqual([
    'reason',
    'failures',
    'command',
  ]);
});

test('a verdict colours its cell, and no other cell', () => {
  const document = raceDocument(reportOf([broken('naive'), held('atomic')]));
  const table = document.find(({ kind }) => kind === 'table');
  expect(table).toMatchObject({
    rows: [
      expect.arrayContaining([
        { text: 'naive', tone: null },
        { text: 'broken', tone: 'bad' },
        { text: '979', tone: null },
      ]),
      expect.arrayContaining([{ text: 'held', tone: 'good' }]),
    ],
  });
});
