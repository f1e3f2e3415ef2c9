/** The time limit of a case, by a clock of the test. */
import postgres from 'postgres';
import { expect, test } from 'vitest';

import { defineCase } from '../../../src/index.js';
import { exploredByClock } from '../../support/cases.js';
import { lastCopy } from '../../api/own-cases.js';

/** A clock that stands still until a test moves it. */
function clock() {
  let time = 0;
  return { now: () => time, move: (ms: number) => void (time += ms) };
}

/** A second passes with each schedule. */
function secondsPerSchedule() {
  const { now, move } = clock();
  return { now, scheduleEnded: () => move(1_000) };
}

/** Counts, in one statement: three of them hold in all six orders. */
const counter = (moved: () => void = () => undefined) =>
  defineCase({
    name: 'counter',
    schema: 'create table counter (hits int not null)',
    start: 'insert into counter values (0)',
    open: ({ url }) => postgres(url),
    close: (sql) => sql.end(),
    worker: async (sql) => {
      await sql`update counter set hits = hits + 1`;
      moved();
      return 'counted';
    },
    times: 3,
  });

test('ends the exploration of a case, and says what was covered', async () => {
  const flags = { timeLimit: '4s', lanes: '1' };
  const result = await exploredByClock(counter(), flags, secondsPerSchedule());
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    schedules: 4,
    serialOrders: 6,
    coverage: { kind: 'time', timeLimitMs: 4_000 },
  });
  expect(result.reason).toContain('Held in 4 schedules until the 4 s of ');
});

test('that leaves nothing out changes nothing', async () => {
  const result = await exploredByClock(counter(), { timeLimit: '1m' }, secondsPerSchedule());
  expect(result).toMatchObject({
    verdict: 'held',
    schedules: 6,
    coverage: { kind: 'complete' },
  });
});

test('keeps what broke before, with its witness', async () => {
  const flags = { timeLimit: '3s', lanes: '1' };
  const result = await exploredByClock(lastCopy, flags, secondsPerSchedule());
  expect(result).toMatchObject({
    verdict: 'broken',
    schedules: 3,
    broken: 1,
    coverage: { kind: 'time', completeToSwitches: null, withMoreSwitches: 3 },
    witness: { drawn: { markedStep: null } },
  });
});

test('that is over before the serial orders are says so, and cuts none of them', async () => {
  const { now, move } = clock();
  const late = counter(() => move(1_000));
  const watched = { now, scheduleEnded: () => undefined };
  const result = await exploredByClock(late, { timeLimit: '5s' }, watched);
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    schedules: 0,
    serialOrders: 6,
    serialOutcomes: 1,
    coverage: { kind: 'time', completeToSwitches: null },
  });
  expect(result.reason).toContain('were over before the serial orders had ended');
});
