/** Every kind of block in the formats for people. */
import { describe, expect, test } from 'vitest';

import type { Block } from '../../../src/report/document/blocks.js';
import { checkContent } from '../../../src/report/document/check/content.js';
import { explorationContent } from '../../../src/report/document/exploration/content.js';
import { raceContent } from '../../../src/report/document/race/content.js';
import { replayContent } from '../../../src/report/document/replay/content.js';
import { formatNames, formats } from '../../../src/report/formats/index.js';
import { checkReportOf, failed, fullReport as fullCheck } from '../document/check/fixtures.js';
import { fullReport as fullExploration, replayReportOf } from '../document/exploration/fixtures.js';
import { fullReport as fullRace, reportOf } from '../document/race/fixtures.js';
import { lostUpdate } from '../drawing/schedules.js';
import { EXAMPLES, examples, print, style } from './examples.js';

test.each(examples)('$kind is readable text in both formats', (block) => {
  for (const format of ['table', 'markdown'] as const) {
    const text = print(format, block);
    expect(text).not.toContain('undefined');
    expect(text).not.toContain('[object');
    // A terminal leaves out the name of the command, and only pages show ends.
    const isSilent = block.kind === 'ends' || (format === 'table' && block.kind === 'title');
    expect(text.trim() === '').toBe(isSilent);
  }
});

test('a kind that no format renders does not compile', () => {
  // @ts-expect-error There is no such block.
  const unknown: Block = { kind: 'poem', lines: [] };
  expect(Object.hasOwn(EXAMPLES, unknown.kind)).toBe(false);
});

test('the total is last on a terminal, and at its own place in Markdown', () => {
  const document = [EXAMPLES.total, EXAMPLES.paragraph];
  expect(print('table', ...document)).toMatch(/Kept[^]*3 experiments/);
  expect(print('markdown', ...document)).toMatch(/3 experiments[^]*Kept/);
});

describe('a format', () => {
  const contents = [
    raceContent(fullRace()),
    raceContent(reportOf([])),
    explorationContent(fullExploration()),
    replayContent(replayReportOf('naive', lostUpdate)),
    checkContent(fullCheck()),
    checkContent(checkReportOf(failed())),
  ];

  test.each(formatNames)('%s ends every report in one newline, without colour', (name) => {
    for (const content of contents) {
      const text = formats[name].render(content, style);
      expect(text).toMatch(/[^\n]\n$/);
      expect(text).not.toContain('\u001B');
    }
  });
});

test('the reports together have a block of nearly every kind', () => {
  const documents = [
    raceContent(fullRace()),
    raceContent(reportOf([], { interruption: 'It went away.', kept: true })),
    explorationContent(fullExploration()),
    replayContent(replayReportOf('naive', lostUpdate, { deadlockTimeoutMs: 1_000 })),
    checkContent(fullCheck()),
  ].flatMap((content) => content.document());
  const found = new Set(documents.map(({ kind }) => kind));
  // Code only with --write-test.
  const elsewhere = ['sentences', 'drawing', 'command', 'code'];
  expect(examples.map(({ kind }) => kind).filter((kind) => !found.has(kind))).toStrictEqual(
    elsewhere,
  );
});
