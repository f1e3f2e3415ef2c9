/** Names and cells with characters that take two columns of a terminal, or none. */
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';

import { assertionMessage } from '../../../../src/report/assertion-message.js';
import {
  checkReporters,
  exploreReporters,
  replayReporters,
  reporters,
} from '../../../../src/report/index.js';
import { checkReportOf, ok, unmet } from '../../document/check/fixtures.js';
import {
  broken as brokenSchedules,
  exploreReportOf,
  held as heldSchedules,
  replayReportOf,
} from '../../document/exploration/fixtures.js';
import { broken, held, reportOf } from '../../document/race/fixtures.js';
import { account, drawn, holds, line, lock } from '../../drawing/notation.js';
import { lostUpdate } from '../../drawing/schedules.js';

const style = { width: 80, color: false };

const NAMES = ['在庫を減らす', '재고-감소', '🐘-elephant', '🫠', 'cafe\u0301', 'नमस्ते', 'plain'];

/** The column in which a text begins in a line. */
const columnOf = (row: string, text: string): number =>
  stringWidth(row.slice(0, row.indexOf(text)));

const linesWith = (text: string, part: string): string[] =>
  text.split('\n').filter((each) => each.includes(part));

/** The table library measures recent emoji and vowel signs of Indic scripts differently. */
const TABLE_NAMES = NAMES.filter((name) => name !== '🫠' && name !== 'नमस्ते');

describe('at 80 columns', () => {
  test('the columns of a race are aligned', () => {
    const text = reporters.table(reportOf(TABLE_NAMES.map((name) => held(name))), style);
    expect(text.slice(text.indexOf('─'), text.lastIndexOf('─'))).toMatchInlineSnapshot(`
      "──────────────────────────────────────────────────────────────────────────────
                               final     lost                              p50   p99
      strategy      verdict  balance  updates  violations  retries  ops/s   ms    ms
      ──────────────────────────────────────────────────────────────────────────────
      在庫を減らす  held           0        0           0        0  3,411   12  31.3
      재고-감소     held           0        0           0        0  3,411   12  31.3
      🐘-elephant   held           0        0           0        0  3,411   12  31.3
      café          held           0        0           0        0  3,411   12  31.3
      plain         held           0        0           0        0  3,411   12  31.3
      ─────────────────────────────────────────────────────────────────────────────"
    `);
    const ends = linesWith(text, '31.3').map((each) => stringWidth(each));
    expect(ends).toHaveLength(TABLE_NAMES.length);
    expect(new Set(ends).size).toBe(1);
  });

  test('a long name is cut between characters', () => {
    const name = '在庫'.repeat(12);
    const text = reporters.table(reportOf([held(name), held('for-update')]), style);
    const [wide = ''] = linesWith(text, '在庫');
    const [plain = ''] = linesWith(text, 'for-update');
    expect(wide).toMatch(/^(在庫)+在?… /);
    expect(columnOf(wide, 'held')).toBe(columnOf(plain, 'held'));
  });

  test('the lists of an exploration are aligned', () => {
    const text = exploreReporters.table(
      exploreReportOf(NAMES.map((name) => heldSchedules(name))),
      style,
    );
    const columns = linesWith(text, 'all 20 schedules').map((each) => columnOf(each, 'all 20'));
    expect(columns).toHaveLength(NAMES.length);
    expect(new Set(columns).size).toBe(1);
  });

  test('expectations and the lines of a check are aligned', () => {
    const expectations = NAMES.map((rule) => ({
      rule,
      subject: 'naive',
      met: true,
      actual: 'held',
    }));
    const raced = reporters.table(reportOf([held('naive')], { expectations }), style);
    const columns = linesWith(raced, 'naive: held').map((each) => columnOf(each, 'naive: held'));
    expect(columns).toHaveLength(NAMES.length);
    expect(new Set(columns).size).toBe(1);

    const checked = checkReportOf(...NAMES.map((name) => ({ ...ok, name })));
    const times = linesWith(checkReporters.table(checked, style), '1.2 s').map((each) =>
      stringWidth(each),
    );
    expect(times).toHaveLength(NAMES.length);
    expect(new Set(times).size).toBe(1);
  });

  test('the rule beside a heading ends at the page width', () => {
    for (const name of NAMES) {
      const text = checkReporters.table(checkReportOf({ ...unmet, name }), style);
      const [heading = ''] = linesWith(text, '━━ ');
      expect(stringWidth(heading)).toBe(80);
    }
    const several = exploreReportOf(NAMES.map((name) => brokenSchedules(name)));
    const headings = linesWith(exploreReporters.table(several, style), '━━ ');
    expect(headings.map((each) => stringWidth(each))).toStrictEqual(NAMES.map(() => 80));
  });

  test('the columns of a drawing are aligned', () => {
    const schedule = drawn(
      [account(0, 10)],
      [
        line('A', lock('在庫🐘'), [holds('A', '在庫🐘')], account(1, 0)),
        line('B', lock('cafe\u0301'), [holds('B', 'cafe\u0301')], account(2, 5)),
      ],
    );
    const text = replayReporters.table(replayReportOf('在庫', schedule), style);
    const header = linesWith(text, 'account').find((each) => / A .* B /.test(each)) ?? '';
    const [first = '', second = ''] = linesWith(text, 'holds');
    expect(first).toMatch(/holds 在庫🐘 .* v1 /);
    expect([first, second].map((each) => columnOf(each, 'v'))).toStrictEqual(
      [first, second].map(() => columnOf(header, 'account')),
    );
    expect(columnOf(second, 'holds')).toBe(columnOf(header, 'B '));
  });

  test('no line exceeds the width, whatever its text', () => {
    const reason = '在庫が負になりました。'.repeat(3).split('').join(' ');
    const report = reportOf([broken('naive', { witness: null, reason })]);
    const texts = [
      reporters.table(report, style),
      assertionMessage(report, 'expected it to hold', ['naive']),
      replayReporters.table(replayReportOf('在庫', lostUpdate), style),
    ];
    const lines = texts
      .flatMap((text) => text.split('\n'))
      .filter((each) => !each.startsWith('    race'));
    expect(Math.max(...lines.map((each) => stringWidth(each)))).toBeLessThanOrEqual(80);
  });
});
