import { describe, expect, test } from 'vitest';

import type { CaseExploreReport } from '../../../../src/model.js';
import { caseExploreReporters, type Format } from '../../../../src/report/index.js';
import { annotations } from '../../../../src/report/annotations.js';
import { caseExplorationSuite } from '../../../../src/report/document/cases/exploration/suite.js';
import { broken, exploreReportOf, fullReport, held } from '../../cases/reports.js';
import * as witnesses from '../../cases/witnesses.js';
import { readBack } from '../../formats/read-csv.js';

const print = (report: CaseExploreReport, format: Format = 'table') =>
  caseExploreReporters[format](report, { width: 80, color: false });

const full = fullReport();

describe('for programs', () => {
  test('each result begins with what the case is and what was found', () => {
    const { results }: Record<string, unknown> = JSON.parse(print(full, 'json'));
    expect(results).toMatchObject([
      {
        case: 'wallet',
        reference: './wallet.race.ts',
        workers: [
          { letter: 'A', name: 'phone' },
          { letter: 'B', name: 'laptop' },
        ],
        verdict: 'broken',
        complete: true,
        schedule: 'ABBBAA',
        switches: 2,
        schedules: 16,
        broken: 12,
        serialOutcomes: 2,
        masked: ['orders.created_at'],
        witness: {
          schedule: 'ABBBAA',
          switches: 2,
          isSerial: false,
          anomalies: [
            { kind: 'invariant', name: 'balance never below zero', rows: [{ owner: 'kim' }] },
            { kind: 'not serializable' },
          ],
          endings: [
            { worker: 'A', name: 'phone', ending: { kind: 'returned' } },
            { worker: 'B', name: 'laptop' },
          ],
          markedStep: 2,
          exchange: { first: 1, second: 4 },
          serial: [{ orders: ['AB'] }, { orders: ['BA'] }],
          difference: { order: 'AB', endings: [{ worker: 'B', name: 'laptop' }] },
          steps: [1, 2, 3, 4, 5, 6].map((number) => ({ number })),
        },
      },
      { case: 'booking', schedule: null, switches: null, witness: null },
      {},
      { complete: false, coverage: { kind: 'schedules', estimated: 2_712_345 } },
      { failure: { hint: 'Fix it.' } },
      { verdict: 'broken', witness: null },
    ]);
  });

  test('a step has its statement, its events and its changes, with workers by letter', () => {
    const report = exploreReportOf([broken('skew', witnesses.writeSkew)]);
    const { results }: Record<string, unknown> = JSON.parse(print(report, 'json'));
    const steps: unknown = [
      {},
      {},
      {},
      {
        number: 4,
        worker: 'B',
        statement: { sql: 'select pg_advisory_xact_lock($1)', parameters: ['1'] },
        lock: null,
        events: [{ kind: 'waits', worker: 'B', for: ['A'], lock: null }],
        changes: [],
        uncertain: false,
      },
      {},
      {},
      {
        events: [
          { kind: 'reply', worker: 'A' },
          { kind: 'ended', worker: 'A', ending: { kind: 'returned', value: { claimed: 40 } } },
          { kind: 'reply', worker: 'B', waited: true },
        ],
        changes: [{ table: 'claim', kind: 'inserted', key: ['1'] }],
      },
      {},
      {},
      {},
    ];
    expect(results).toMatchObject([{ witness: { steps } }]);
  });

  test('the address and its password are in no format', () => {
    const url = 'postgres://me:secret@host/db';
    const report = exploreReportOf([broken('wallet', witnesses.invariant)], {}, { url });
    for (const format of ['table', 'json', 'csv', 'markdown', 'junit'] as const) {
      expect(print(report, format)).not.toContain('secret');
    }
    expect(print(report, 'json')).not.toContain('url');
    expect(print(report)).toContain('--url postgres://me:PASSWORD@host/db');
  });

  test('records have one set of columns', () => {
    const [wallet, booking, , many, wrong] = readBack(print(full, 'csv'));
    expect(wallet).toMatchObject({
      case: 'wallet',
      workers: 'phone;laptop',
      verdict: 'broken',
      complete: 'true',
      serialOutcomes: '2',
      anomalies: 'invariant=0;not serializable=12;failure=0;left open=0',
      masked: 'orders.created_at',
      witness: 'ABBBAA',
      witnessSwitches: '2',
      seed: '1',
    });
    expect(booking).toMatchObject({ causes: '23P01=6', witness: '', witnessSwitches: '' });
    expect(many).toMatchObject({ estimatedSchedules: '2712345', serialSampled: 'true' });
    expect(wrong).toMatchObject({ failure: 'case no-table: open() threw Error: no such table' });
  });
});

describe('for CI systems', () => {
  test('a failure has its story and its drawing without colour', () => {
    const [first] = caseExplorationSuite(full).cases;
    expect(first).toMatchObject({ name: 'wallet: held', status: 'not met' });
    const xml = caseExploreReporters.junit(full, { width: 80, color: true });
    expect(xml).toContain('message="expected held, found broken"');
    expect(xml).toContain('► 2                            SELECT owner, balance');
    expect(xml).toContain('No serial order ends so.');
    expect(xml).not.toContain('\u001B');
  });

  test('without expectations, there is an entry for each case', () => {
    const suite = caseExplorationSuite(exploreReportOf([held('one'), held('two')]));
    expect(suite.cases.map(({ name, status }) => [name, status])).toStrictEqual([
      ['one', 'noted'],
      ['two', 'noted'],
    ]);
    expect(suite).toMatchObject({
      name: 'race-lab explore one and two',
      classname: 'race-lab.explore.cases',
    });
  });

  test('an annotation has the story and the command', () => {
    const said = annotations([caseExplorationSuite(full)]);
    expect(said).toContain('::error title=race-lab explore 6 cases%3A wallet%3A held::');
    expect(said).toContain('%0ACompared with A before B, B (laptop) returned');
    expect(said).toContain('%0Arace-lab replay ./wallet.race.ts --schedule ABBBAA');
  });
});

test('Markdown has a section for each verdict', () => {
  const page = print(full, 'markdown');
  const headings = page.split('\n').filter((line) => line.startsWith('#'));
  expect(headings).toStrictEqual([
    '### race-lab explore: 6 cases',
    '#### What broke',
    '#### Held',
    '#### Errors',
    '#### Inconclusive',
    '#### Expectations',
  ]);
  expect(page).toContain('- **booking**: all 24 schedules; 23P01 in 6 of them; not compared:');
});

test('what held and its remarks are sentences', () => {
  const remarks = ['The server warned: no lock.', 'Workers create a table.'];
  const page = print(exploreReportOf([held('a', { remarks }), held('b')]), 'markdown');
  expect(page).toContain('- **a**: all 24 schedules. The server warned: no lock. Workers create');
  expect(page).toMatch(/- \*\*b\*\*: all 24 schedules$/m);
});
