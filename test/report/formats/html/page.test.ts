import { createHash } from 'node:crypto';

import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';

import type { Block, Document } from '../../../../src/report/document/blocks.js';
import { caseExplorationDocument } from '../../../../src/report/document/cases/exploration/document.js';
import { explorationDocument } from '../../../../src/report/document/exploration/document.js';
import { Blocks } from '../../../../src/report/formats/html/blocks.js';
import { htmlPage } from '../../../../src/report/formats/html/page.js';
import { ScheduleLink } from '../../../../src/report/formats/html/schedule-link.js';
import { exploreReporters } from '../../../../src/report/index.js';
import {
  broken as brokenCase,
  exploreReportOf as caseReportOf,
  held as heldCase,
} from '../../cases/reports.js';
import { broken, exploreReportOf, held } from '../../document/exploration/fixtures.js';
import { lostUpdate, queued } from '../../drawing/schedules.js';
import { EXAMPLES, examples } from '../examples.js';

/** The text of a page, without its markup. */
const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Blocks alone, without the page around them. */
const htmlOf = (document: Document): string => renderToString(h(Blocks, { document }));

const textOfBlock = (block: Block): string => textOf(htmlOf([block]));

test.each<[Block['kind'], string]>([
  ['title', 'race-lab explore: with*draw'],
  ['heading', 'nothing_is lost: NOT MET race-lab run'],
  ['interruption', 'Interrupted: The server went_away.'],
  ['paragraph', 'Kept: schema race_lab.'],
  ['notes', 'One thing_to know. Another.'],
  ['checklist', 'another ERROR 40 ms no_server'],
  ['expectations', 'NOT MET lost-updates=0 (naive: 421)'],
  ['command', 'Replay it: replay({ ...options })'],
  ['defect', 'no_server Start one. Error: x at y.ts:1'],
  ['code', "A test_of it test('it', () => { a * b * c; });"],
  ['total', '3 experiments in 4 s: 3 ok.'],
])('%s is shown', (kind, text) => {
  expect(textOfBlock(EXAMPLES[kind])).toContain(text);
});

test('a table has the columns up to the rank of a page, in their tones', () => {
  const html = htmlOf([EXAMPLES.table]);
  expect(textOf(html)).toContain('strategy lost updates naive 421 for_update 0');
  expect(html).toContain('<td class="right bad">421</td>');
  expect(html).not.toContain('1 s');
});

test('a drawing has a column for each worker, what is committed, and who waits', () => {
  const html = htmlOf([{ kind: 'drawing', schedule: lostUpdate }]);
  expect(html.match(/scope="col"/g)).toHaveLength(4);
  expect(textOf(html)).toContain('overwrites version 1');
  expect(textOf(html)).not.toContain('waits');
  expect(textOf(htmlOf([{ kind: 'drawing', schedule: queued }]))).toContain('waits');
});

test('a chart of lines has a gap where a figure is unknown, and a table of the figures', () => {
  const html = htmlOf([EXAMPLES.chart]);
  // Five known figures of two series, and a line for each of these.
  expect(html.match(/<path/g)).toHaveLength(7);
  expect(textOf(html)).toContain('50 – 1,901/s');
});

test('a chart of bars has a bar for each figure', () => {
  const html = htmlOf([{ ...EXAMPLES.chart, form: 'bars' }]);
  expect(html.match(/<rect/g)).toHaveLength(6);
});

test('ends have a row each, in a region of their own, with examples', () => {
  const html = htmlOf([EXAMPLES.ends]);
  expect(html).toContain('role="region" aria-label="ends of na*ive"');
  expect(html.match(/<tr>/g)).toHaveLength(3);
  expect(html.match(/<code>/g)).toHaveLength(21);
  expect(html).not.toContain('<a');
  const text = textOf(html);
  expect(text).toMatch(/^Ends of na\*ive schedules broken end examples 22 22 A and B committed/);
  expect(text).toMatch(/ABBABBBBBBBBBBBBBBBBBBB and 2 more 1 0 A <committed> AABB The report/);
  expect(text).toMatch(/The report in JSON also has 3 rarer ends\.$/);
});

describe('the ends of an exploration', () => {
  const report = exploreReportOf([broken('naive'), held('atomic')]);
  const cases = caseReportOf([
    brokenCase('wallet', null),
    heldCase('booking', { isolation: 'serializable' }),
  ]);

  test('are on its page, for each strategy and for each case at its level', () => {
    const html = htmlPage(explorationDocument(report));
    expect(html.match(/aria-label="ends of [^"]*"/g)).toStrictEqual([
      'aria-label="ends of naive"',
      'aria-label="ends of atomic"',
    ]);
    expect(textOf(html)).toContain('4 4 A and B committed; balance 0 ABBA BAAB ABAB BABA 1 0 A');
    const ofCases = textOf(htmlPage(caseExplorationDocument(cases)));
    expect(ofCases).toContain('Ends of wallet');
    expect(ofCases).toContain('Ends of booking at SERIALIZABLE');
  });

  test.each(['table', 'markdown'] as const)('are not in a %s', (format) => {
    const without = exploreReportOf([
      broken('naive', undefined, { ends: [] }),
      held('atomic', { ends: [] }),
    ]);
    const print = (of: typeof report) => exploreReporters[format](of, { width: 100, color: false });
    expect(print(report)).toBe(print(without));
  });
});

test('a page of a service links the examples that it can draw', () => {
  const value = (name: string, schedule: string) =>
    schedule === 'AABB' ? `#${name}/${schedule}` : null;
  const blocks = h(Blocks, { document: [EXAMPLES.ends] });
  const html = renderToString(h(ScheduleLink.Provider, { value, children: blocks }));
  expect(html.match(/<a href=/g)).toHaveLength(1);
  expect(html).toContain('<a href="#na*ive/AABB"><code>AABB</code></a>');
  expect(html.match(/<code>/g)).toHaveLength(21);
});

test('what comes from outside is text, and not markup', () => {
  const html = htmlPage([
    { ...EXAMPLES.title, subject: '<script>alert(1)</script>' },
    { ...EXAMPLES.command, command: `race-lab "<b>" '&'` },
  ]);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<b>');
  expect(textOf(html)).toContain('<script>alert(1)</script>');
});

test('a page needs nothing from elsewhere, and its policy allows its own style sheet alone', () => {
  const html = htmlPage(examples);
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).not.toMatch(/<script|<link|\bsrc=|\bhref=|url\(|\sstyle="/);
  const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
});
