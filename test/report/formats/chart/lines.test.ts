import { describe, expect, test } from 'vitest';

import type { Chart } from '../../../../src/report/document/blocks.js';
import { axisUpTo } from '../../../../src/report/formats/chart/axis.js';
import { chartLines } from '../../../../src/report/formats/chart/lines.js';
import { fc } from '../../../support/fast-check.js';

const chart = (series: Chart['series'], changes: Partial<Chart> = {}): Chart => ({
  kind: 'chart',
  title: 'lost updates',
  form: 'lines',
  over: 'workers',
  places: ['1', '2', '5', '10', '20', '50'],
  series,
  unit: '',
  ...changes,
});

const draw = (block: Chart, width = 80) => chartLines(block, { width, paint: (text) => text });

test('a letter for each series, dots between its figures, and no dots to an unknown figure', () => {
  const block = chart([
    { name: 'naive', values: [0, 3, 20, 60, null, 390] },
    { name: 'for-update', values: [0, 0, 0, 0, 0, 0] },
  ]);
  expect(draw(block).join('\n')).toMatchInlineSnapshot(`
    "lost updates
    400 ┤                                                       A
        │
    300 ┤
        │
    200 ┤
        │
    100 ┤
        │                        ·········A
      0 ┼AB·········AB·········AB·········B··········B··········B──────────
         1          2          5          10         20         50          workers
         A naive  B for-update"
  `);
});

test('many series at one point stand side by side, and a sign stands for those without room', () => {
  const series = Array.from({ length: 16 }, (_, i) => ({
    name: `s${i}`,
    values: [0, i, 0, 0, 0, 0],
  }));
  expect(draw(chart(series), 60).join('\n')).toMatchInlineSnapshot(`
    "lost updates
    15 ┤        OP
       │        MN
    10 ┤        JKL
       │        HI
     5 ┤        EFG
       │        CD
     0 ┼ABCDEF+─AB──────ABCDEF+─ABCDEF+─ABCDEF+─ABCDEF+─
        1       2       5       10      20      50       workers
        A s0  B s1  C s2  D s3  E s4  F s5  G s6  H s7  I s8
        J s9  K s10  L s11  M s12  N s13  O s14  P s15
        + and others"
  `);
});

test('bars, and a chart without any figure, are not drawn', () => {
  expect(draw(chart([{ name: 'a', values: [1, 2, 3, 4, 5, 6] }], { form: 'bars' }))).toStrictEqual(
    [],
  );
  expect(draw(chart([{ name: 'a', values: [null, null, null, null, null, null] }]))).toStrictEqual(
    [],
  );
  expect(draw(chart([]))).toStrictEqual([]);
});

test('no chart where it has no room', () => {
  expect(draw(chart([{ name: 'a', values: [1, 2, 3, 4, 5, 6] }]), 20)).toStrictEqual([]);
});

describe('the axis', () => {
  test.each([
    [0, '', ['0', '1']],
    [1, '', ['0', '0.5', '1']],
    [3, '', ['0', '1', '2', '3']],
    [4100, '/s', ['0/s', '2,000/s', '4,000/s', '6,000/s']],
    [0.03, 'ms', ['0 ms', '0.01 ms', '0.02 ms', '0.03 ms']],
  ])('up to %d %s', (largest, unit, labels) => {
    expect(axisUpTo(largest, unit).ticks.map(({ label }) => label)).toStrictEqual(labels);
  });
});

test('a chart fits: any figures, at any width', () => {
  const figure = fc.option(fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true })));
  const values = fc.array(figure, { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(values, { maxLength: 16 }),
      fc.integer({ min: 40, max: 200 }),
      (all, width) => {
        const series = all.map((each, i) => ({ name: `strategy-${i}`, values: each }));
        const lines = draw(chart(series), width);
        expect(Math.max(0, ...lines.map((line) => line.length))).toBeLessThanOrEqual(
          Math.min(80, width),
        );
        expect(lines.filter((line) => /[│┤┼]/.test(line)).length).toBeLessThanOrEqual(9);
      },
    ),
  );
});
