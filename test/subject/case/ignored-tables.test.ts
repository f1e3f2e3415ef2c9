/** An application that writes an error log after a ROLLBACK has rows that no serial order has. */
import type postgres from 'postgres';
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { caseExplorationDocument } from '../../../src/report/document/cases/exploration/document.js';
import { exploredCases, racedFreely } from '../../support/cases.js';
import { SHOP } from './free-shop.js';

/** Takes a seat that looks free, and logs when it was not. */
const booking = (name: string, columns: string, ignore: readonly string[]) =>
  defineCase({
    ...SHOP,
    name,
    schema: `create schema audit; create table audit.error_log (id serial primary key, text text not null);
      create table seat (${columns}, by text); create table first_error (log int references audit.error_log)`,
    start: [],
    workers: { anna: (sql) => book(sql, 'anna'), ben: (sql) => book(sql, 'ben') },
    refusals: 'taken',
    ignore,
  });

async function book(sql: postgres.Sql, by: string) {
  const taken = await sql`select from seat where number = 1`;
  if (taken.length > 0) throw new Error('taken');
  try {
    await sql`insert into seat values (1, ${by})`;
  } catch {
    await sql`insert into audit.error_log (text) values (${by})`;
    throw new Error('taken');
  }
}

const KEY = 'number int primary key';
const noKey = booking('no-key', 'number int', ['audit.error_log']);
const ignoring = booking('ignoring', KEY, ['audit.error_log']);

test('its log breaks a case that compares it, and one that ignores it holds', async () => {
  const report = await exploredCases([booking('comparing', KEY, []), ignoring, noKey]);
  expect(report.results.map((result) => [result.case, result.verdict])).toEqual([
    ['comparing', 'broken'],
    ['ignoring', 'held'],
    ['no-key', 'broken'],
  ]);
  const results = report.results.filter(({ verdict }) => verdict === 'held');
  expect(results).toMatchObject([{ masked: ['audit.error_log'] }]);
  expect(JSON.stringify(caseExplorationDocument({ ...report, results }))).toContain(
    'Not compared, because the case ignores it: audit.error_log.',
  );
});

test('free rounds leave it out, too', async () => {
  const result = await racedFreely(ignoring, { rounds: '5' });
  expect(result).toMatchObject({ verdict: 'held', masked: ['audit.error_log'] });
});

test('a partitioned table stands for its partitions, and result for all that workers return', async () => {
  const partitioned = (name: string, ignore: readonly string[]) =>
    defineCase({
      ...SHOP,
      name,
      schema: `create table event (kind int, seen int) partition by list (kind);
        create table event_1 partition of event for values in (1);
        create table event_2 partition of event for values in (2) partition by list (seen);
        create table event_rest partition of event_2 default;
        create view last_event as select * from event`,
      start: [],
      workers: { anna: (sql) => add(sql, 1), ben: (sql) => add(sql, 2) },
      ignore,
    });
  const { results } = await exploredCases([
    partitioned('all-compared', []),
    partitioned('column-ignored', ['event.seen', 'result']),
    partitioned('view-ignored', ['last_event.seen']),
  ]);
  expect(results).toMatchObject([
    { verdict: 'broken', ignored: [] },
    { verdict: 'held', ignored: ['event_1.seen', 'event_rest.seen', 'result'] },
    {
      verdict: 'inconclusive',
      failure: { hint: expect.stringContaining('it reads instead: event.') },
    },
  ]);
});

/** Stores how many events it has seen. */
async function add(sql: postgres.Sql, kind: number): Promise<number> {
  const seen = await sql`select from event`;
  await sql`insert into event values (${kind}, ${seen.length})`;
  return seen.length;
}
