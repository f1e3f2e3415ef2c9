import { describe, expect, test } from 'vitest';

import type { CaseExploreReport, CaseWitness } from '../../../../src/model.js';
import { caseExploreReporters, type Format } from '../../../../src/report/index.js';
import { caseExplorationSuite } from '../../../../src/report/document/cases/exploration/suite.js';
import { broken, exploreReportOf, fullReport, held } from '../../cases/reports.js';
import * as witnesses from '../../cases/witnesses.js';
import { readBack } from '../../formats/read-csv.js';

const print = (report: CaseExploreReport, format: Format = 'table') =>
  caseExploreReporters[format](report, { width: 80, color: false });

const full = fullReport();

describe('levels', () => {
  const levels = ['read committed', 'serializable'] as const;
  const report = exploreReportOf(
    [
      broken('wallet', witnesses.invariant, { isolation: 'read committed' }),
      held('wallet', {
        isolation: 'serializable',
        causes: { '40001': 20 },
        remarks: ['SERIALIZABLE needs a retry.'],
      }),
    ],
    {
      expectations: [
        { rule: 'held', subject: 'wallet at READ COMMITTED', met: false, actual: 'broken' },
        { rule: 'held', subject: 'wallet at SERIALIZABLE', met: true, actual: 'held' },
      ],
    },
    { isolations: levels },
  );
  const [wallet] = report.plan.cases;
  const atLevels = {
    ...report,
    plan: { ...report.plan, cases: wallet === undefined ? [] : [wallet] },
  };

  test('that change nothing are said to with the verdict, above the drawing', () => {
    const said = { unaffected: ['It is unaffected.'], remarks: ['The server warned: low.'] };
    const page = print(exploreReportOf([broken('wallet', witnesses.invariant, said)]));
    const [verdict, level, drawing, remark] = [
      'wallet broken:',
      'It is unaffected.',
      '►',
      'The server warned: low.',
    ].map((text) => page.indexOf(text));
    const places = [verdict ?? -1, level ?? -1, drawing ?? -1, remark ?? -1];
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('are rows of the table, with what needs a retry', () => {
    const lines = print(atLevels).split('\n');
    expect(lines[1]).toBe('  at READ COMMITTED and SERIALIZABLE, seed 1');
    expect(lines.slice(4, 10)).toMatchInlineSnapshot(`
      [
        "─────────────────────────────────────────────────────────────────────────",
        "                                                                    needs",
        "case    isolation       verdict  schedules  coverage  broken  held  retry",
        "─────────────────────────────────────────────────────────────────────────",
        "wallet  READ COMMITTED  broken          16  all           12     4      0",
        "wallet  SERIALIZABLE    held            24  all            0    24     20",
      ]
    `);
    expect(print(atLevels)).toContain(
      'wallet at SERIALIZABLE  all 24 schedules; 40001 in 20 of them. SERIALIZABLE',
    );
    expect(print(atLevels)).toContain('wallet at READ COMMITTED broken: invariant');
    expect(print(atLevels)).toContain('--schedule ABBBAA --isolation read-committed');
    expect(print(full)).not.toContain('isolation');
  });

  test('at which a case ends alike share one drawing, and others have their own', () => {
    const pageWith = (witness: CaseWitness) => {
      const [first, second] = ['read committed', 'serializable'] as const;
      const results = [
        broken('wallet', witnesses.invariant, { isolation: first }),
        broken('wallet', witness, { isolation: second }),
      ];
      return print({ ...atLevels, results });
    };
    const alike = pageWith(witnesses.invariant);
    const unlike = pageWith(witnesses.lostUpdate);
    const said = 'Every step and the end are as at READ COMMITTED, drawn above.';
    expect(alike).toContain(`${said}\n  Replay it:`);
    expect(alike).toContain('--isolation serializable');
    expect(unlike).not.toContain(said);
    const drawings = (page: string) => page.split(/ rows$/m).length - 1;
    expect([alike, unlike].map(drawings)).toEqual([1, 2]);
  });

  test('are fields of JSON and CSV, and null or empty when none was chosen', () => {
    const { plan, results } = JSON.parse(print(atLevels, 'json'));
    expect(plan.isolations).toEqual(levels);
    expect(results.map(({ isolation }: { isolation: unknown }) => isolation)).toEqual(levels);
    expect(readBack(print(atLevels, 'csv'))).toMatchObject([
      { case: 'wallet', isolation: 'read committed', serializationFailures: '0' },
      { case: 'wallet', isolation: 'serializable', serializationFailures: '20' },
    ]);
    expect(readBack(print(full, 'csv'))[0]).toMatchObject({ isolation: '' });
    expect(JSON.parse(print(full, 'json'))).toMatchObject({
      plan: { isolations: [] },
      results: Array.from({ length: 6 }, () => ({ isolation: null })),
    });
  });

  test('are named in Markdown and in JUnit', () => {
    expect(print(atLevels, 'markdown')).toMatch(/\| wallet +\| SERIALIZABLE +\|/);
    const suite = caseExplorationSuite(atLevels);
    expect(suite.properties).toContainEqual(['isolation', 'read-committed,serializable']);
    expect(suite.cases.map(({ name, status }) => [name, status])).toEqual([
      ['wallet at READ COMMITTED: held', 'not met'],
      ['wallet at SERIALIZABLE: held', 'met'],
    ]);
    expect(suite.cases.map(({ evidence }) => evidence.command?.command)).toEqual([
      'race-lab replay ./wallet.race.ts --schedule ABBBAA --isolation read-committed',
      'race-lab explore ./wallet.race.ts --isolation serializable',
    ]);
  });
});
