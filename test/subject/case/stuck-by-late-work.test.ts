/** Code that no worker awaits keeps the workers of a case from ending. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { AnswerLate, SessionLost } from '../../../src/database/session-lost.js';
import { CaseDefect } from '../../../src/errors.js';
import { EndlessStatements } from '../../../src/subject/case/lane-problems.js';
import {
  explainedByLateWork,
  StuckByLateWork,
} from '../../../src/subject/case/stuck-by-late-work.js';
import { Habits } from '../../../src/gate/wire/habits.js';
import { loadStatementParser } from '../../../src/gate/wire/housekeeping.js';
import { LateStatements } from '../../../src/subject/case/late-statements.js';
import { exploredCases } from '../../support/cases.js';

const NOTE = 'insert into note values (1)';

const caseOf = (name: string, worker: (pool: pg.Pool) => Promise<void>) =>
  defineCase({
    name,
    schema: 'create table note (n int)',
    open: ({ url }) => new pg.Pool({ connectionString: url }),
    close: (pool) => pool.end(),
    worker,
  });

async function writeForEver(pool: pg.Pool): Promise<void> {
  for (;;) await pool.query(NOTE);
}

test('an interval that is never cleared, or a loop that is not awaited, makes a case inconclusive, and is no failure', async () => {
  const { results } = await exploredCases([
    caseOf('interval', async (pool) => {
      setInterval(() => void pool.query(NOTE).catch(() => undefined), 1).unref();
      await pool.query('select from note');
    }),
    caseOf('unawaited', async (pool) => {
      await pool.query('select from note');
      writeForEver(pool).catch(() => undefined);
    }),
    caseOf('awaited', writeForEver),
  ]);
  expect(results).toMatchObject([
    { verdict: 'inconclusive', failure: null },
    { verdict: 'inconclusive', failure: null },
    // The near-twin: the function itself does not end.
    { verdict: 'inconclusive', failure: { message: expect.stringContaining('does not stop') } },
  ]);
  expect(results.map(({ reason }) => reason.includes(NOTE))).toEqual([true, true, true]);
});

describe('the error of workers that do not end', async () => {
  const parser = await loadStatementParser();
  const the = caseOf('shop', () => Promise.resolve());
  const standstill = new CaseDefect('shop', 'case shop: no worker has made progress for 10 s');
  const endless = new EndlessStatements(the, 1, NOTE);

  const laneWith = (...late: readonly string[]) => {
    const statements = new LateStatements(parser);
    for (const sql of late) statements.note(sql);
    const afterEnd = new Map<number, string>();
    return { late: statements, afterEnd, habits: new Habits(), isStuck: true, isDisturbed: true };
  };

  test('names late statements, and what they did', () => {
    const explained = explainedByLateWork(standstill, [laneWith(NOTE)], the);
    expect(explained).toBeInstanceOf(StuckByLateWork);
    expect(explained).toHaveProperty(
      'message',
      `No worker has made progress for 10 s. A statement came when all workers had ended, so it is part of no schedule: "${NOTE}". Let the worker that sends it await it.`,
    );
  });

  test.each([
    ['a standstill', standstill],
    ['an endless loop', endless],
    ['race-lab itself waits for a lock', new SessionLost(false, new AnswerLate(6_000))],
  ])('names what came after the end of a function: %s', (_what, error) => {
    const lane = { ...laneWith(), afterEnd: new Map([[1, NOTE]]), isStuck: error === standstill };
    expect(explainedByLateWork(error, [lane], the)).toHaveProperty(
      'message',
      expect.stringContaining('Statements of worker 1 came after the function had ended'),
    );
  });

  test.each([
    ['nothing came late', standstill, laneWith()],
    ['what came late only reads', standstill, laneWith('select from note')],
    ['all workers had ended', standstill, { ...laneWith(NOTE), isStuck: false }],
    [
      'late statements stayed in their schedule',
      standstill,
      { ...laneWith(NOTE), isDisturbed: false },
    ],
    [
      'another worker than the endless one sent something late',
      endless,
      { ...laneWith(), afterEnd: new Map([[2, NOTE]]) },
    ],
    ['it is no defect of the case', new Error('lost'), laneWith(NOTE)],
    ['a session was ended', new SessionLost(false, new Error('ended')), laneWith(NOTE)],
  ])('stays as it is when %s', (_why, error, lane) => {
    expect(explainedByLateWork(error, [lane], the)).toBe(error);
  });
});
