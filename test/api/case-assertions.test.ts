import { AssertionError } from 'node:assert';

import { beforeAll, describe, expect, it } from 'vitest';

import {
  assertBroken,
  assertClaims,
  assertExpectations,
  assertHeld,
  defineCase,
  explore,
  replay,
  UsageError,
  type CaseExploreReport,
  type CaseReport,
} from '../../src/index.js';
import { matchers } from '../../src/matchers.js';
import { serverUrl } from '../support/server.js';
import { guardedCopy, lastCopy } from './own-cases.js';

expect.extend(matchers);

const url = serverUrl();

const reportsOf = {
  explore: async () => ({
    held: await explore(guardedCopy, { url, expect: 'held' }),
    broken: await explore(lastCopy, { url, expect: 'held' }),
  }),
  replay: async () => ({
    held: await replay(guardedCopy, { url, schedule: 'AB', expect: 'held' }),
    broken: await replay(lastCopy, { url, schedule: 'ABBA', expect: 'held' }),
  }),
};

/** The message of the assertion error that the work throws. */
function failureOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error('it passed');
}

describe.each(['explore', 'replay'] as const)('a report of %s about a case', (call) => {
  let held: CaseReport;
  let broken: CaseReport;
  beforeAll(async () => {
    ({ held, broken } = await reportsOf[call]());
  });

  it('passes the assertions that are true', () => {
    assertHeld(held);
    assertBroken(broken);
    assertExpectations(held);
    expect(held).toHold();
    expect(held).not.toBreak();
    expect(held).toMeetExpectations();
    expect(broken).toBreak();
    expect(broken).not.toHold();
    expect(broken).not.toMeetExpectations();
  });

  it('fails the others, with the drawing, the story and how to run it again', () => {
    const headline = 'expected last-copy to hold, but it broke\n';
    for (const message of [
      failureOf(() => assertHeld(broken)),
      failureOf(() => assertExpectations(broken)).replace(
        'meet every expectation, but it does not meet held (broken)',
        'hold, but it broke',
      ),
    ]) {
      expect(message.startsWith(headline)).toBe(true);
      expect(message).toContain('last-copy broken: not serializable');
      expect(message).toMatch(/^ {5}A worker 1 +B worker 2 +rows$/m);
      expect(message).toContain('stock 0 → -1');
      expect(message).toContain('No serial order ends so.');
      expect(message).toMatch(/ {4}replay\(theCase, \{ schedule: 'ABBA' \}\)$/);
      expect(Math.max(...message.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
    expect(failureOf(() => assertBroken(held))).toMatch(
      /^expected guarded-copy to break, but it held\n[^]* held: \w/,
    );
    expect(() => expect(held).not.toHold()).toThrow(/^expected guarded-copy not to hold, but it/);
    // A matcher says the same, so a test log has the drawing.
    expect(() => expect(broken).toHold()).toThrow(failureOf(() => assertHeld(broken)));
  });

  it('claims nothing', () => {
    expect(() => assertClaims(held)).toThrow(UsageError);
    expect(() => expect(broken).toKeepClaims()).toThrow(
      expect.objectContaining({
        message: 'this report is about cases, which claim nothing',
        code: 'INVALID_RULE',
        hint: expect.stringContaining('assertHeld') as unknown,
      }),
    );
  });
});

describe('a report about several cases', () => {
  const wrong = defineCase({ name: 'wrong', schema: 'create tabel t ()', worker: () => 1 });
  let report: CaseExploreReport;
  let withWrong: CaseExploreReport;
  beforeAll(async () => {
    report = await explore([guardedCopy, lastCopy], { url });
    withWrong = await explore([guardedCopy, wrong], { url, expect: 'guarded-copy:held' });
  });

  it('fails with a message that names only the cases that failed', () => {
    const message = failureOf(() => assertHeld(report));

    expect(message).toMatch(/^expected every case to hold, but last-copy broke\n/);
    expect(message).not.toContain('guarded-copy held');
    expect(report).not.toHold();
    expect(report).not.toBreak();
  });

  it('has a mistake in no assertion, nor in its opposite, when the code of one is wrong', () => {
    const failure = /wrong error: schema fails/;
    for (const assertion of [assertHeld, assertBroken, assertExpectations]) {
      expect(() => assertion(withWrong)).toThrow(failure);
    }
    expect(() => expect(withWrong).not.toHold()).toThrow(failure);
    expect(() => expect(withWrong).not.toBreak()).toThrow(failure);
  });

  it('that ended early passes no assertion', () => {
    const interruption = 'The server was lost.';
    const early = { ...report, results: report.results.slice(0, 1), interruption };

    expect(failureOf(() => assertHeld(early))).toMatch(
      /^expected every case to hold, but last-copy was not finished\n\nINTERRUPTED: The server was/,
    );
    expect(
      failureOf(() => assertHeld({ ...early, plan: { ...report.plan, cases: [guardedCopy] } })),
    ).toMatch(/^expected guarded-copy to hold, but it ended early\n/);
  });

  it('without expectations fails assertExpectations', () => {
    expect(() => assertExpectations(report)).toThrow('this report has no expectations');
  });
});
