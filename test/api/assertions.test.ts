import { AssertionError } from 'node:assert';

import { beforeAll, describe, expect, it } from 'vitest';

import { UsageError } from '../../src/errors.js';
import {
  assertBroken,
  assertClaims,
  assertExpectations,
  assertHeld,
  explore,
  race,
  replay,
  type AnyReport,
  type ExploreReport,
  type ReplayReport,
  type Report,
} from '../../src/index.js';
import { serverUrl } from '../support/server.js';
import { lockThenWrite, readThenWrite } from './own.js';

const url = serverUrl();

/** The reports of a call: one that held, one that broke, and an inconclusive one. */
interface Reports<Kind extends AnyReport = Report | ExploreReport> {
  readonly held: Kind;
  readonly broken: Kind;
  readonly inconclusive: Kind;
}

const reportsOf: Record<'race' | 'explore', () => Promise<Reports>> & {
  readonly replay: () => Promise<Reports<ReplayReport>>;
} = {
  race: async () => ({
    held: await race({ url, strategy: lockThenWrite, workers: 5, expect: 'held' }),
    broken: await race({ url, strategy: readThenWrite, expect: 'lost-updates=0' }),
    // A single worker has no other to overlap with.
    inconclusive: await race({ url, strategy: lockThenWrite, workers: 1, expect: 'held' }),
  }),
  explore: async () => ({
    held: await explore({ url, strategy: lockThenWrite, expect: 'held' }),
    broken: await explore({ url, strategy: readThenWrite, expect: 'held' }),
    // With one switch, the workers only take turns.
    inconclusive: await explore({ url, strategy: lockThenWrite, maxSwitches: 1, expect: 'held' }),
  }),
  replay: async () => ({
    held: await replay({ url, strategy: readThenWrite, schedule: 'AAB', expect: 'held' }),
    broken: await replay({ url, strategy: readThenWrite, schedule: 'ABBA', expect: 'held' }),
    // One schedule can refute claims, but cannot prove them.
    inconclusive: await replay({
      url,
      strategy: lockThenWrite,
      schedule: 'AAAABBB',
      expect: 'claims',
    }),
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

describe.each(['race', 'explore', 'replay'] as const)('after %s', (call) => {
  let held: AnyReport;
  let broken: AnyReport;
  let inconclusive: AnyReport;
  beforeAll(async () => {
    ({ held, broken, inconclusive } = await reportsOf[call]());
  });

  it('assertHeld accepts a report that held, and not one that broke', () => {
    assertHeld(held);
    expect(failureOf(() => assertHeld(broken))).toMatch(
      /^expected read-then-write to hold, but it broke\n/,
    );
  });

  it('assertBroken accepts a report that broke, and not one that held', () => {
    assertBroken(broken);
    expect(failureOf(() => assertBroken(held))).toMatch(
      /^expected \S+ to break, but it held\n[^]* held: \w/,
    );
  });

  it('assertClaims fails for a strategy that contradicts its claims, or could not be judged', () => {
    expect(failureOf(() => assertClaims(broken))).toMatch(
      /^expected read-then-write to behave as claimed, but it was found broken: /,
    );
    expect(failureOf(() => assertClaims(inconclusive))).toMatch(
      /but it could not be judged \((held|inconc)/,
    );
  });

  it('assertExpectations passes only when every rule is met', () => {
    assertExpectations(held);
    expect(failureOf(() => assertExpectations(broken))).toMatch(
      /^expected read-then-write to meet every expectation, but it does not meet \S+ \(/,
    );
    expect(failureOf(() => assertExpectations(inconclusive))).toMatch(
      /but it could not be judged by \S+ \(/,
    );
  });

  it('a failure shows the witness, and how to run it again', () => {
    const message = failureOf(() => assertHeld(broken));

    expect(message).toContain('read-then-write broken: lost update');
    expect(message).toMatch(/(is|are) lost\./);
    expect(message).toMatch(
      / {4}(race|replay)\(\{ \.\.\.options, (seed: \d+|schedule: 'ABBA') \}\)$/,
    );
    const drawn = call !== 'race';
    expect(message.includes('◄ overwrites version 1 by B')).toBe(drawn);
  });
});

// A replay cannot prove claims, is never inconclusive, and does not end early.
describe.each(['race', 'explore'] as const)('after %s', (call) => {
  let held: Report | ExploreReport;
  let broken: Report | ExploreReport;
  let inconclusive: Report | ExploreReport;
  beforeAll(async () => {
    ({ held, broken, inconclusive } = await reportsOf[call]());
  });

  it('assertClaims accepts a strategy that behaves as claimed', () => {
    expect(() => assertClaims(held)).not.toThrow();
  });

  it('neither assertHeld nor assertBroken accepts an inconclusive report', () => {
    expect(failureOf(() => assertHeld(inconclusive))).toMatch(
      /^expected lock-then-write to hold, but it is inconclusive\n[^]*lock-then-write inconclusive: \w/,
    );
    expect(failureOf(() => assertBroken(inconclusive))).toContain('but it is inconclusive\n');
  });

  it('no assertion accepts a report that ended early', () => {
    const interruption = 'The server was lost.';
    const early = { ...held, interruption };

    for (const assertion of [assertHeld, assertClaims, assertExpectations]) {
      expect(failureOf(() => assertion(early))).toMatch(
        /^expected lock-then-write to .*, but it ended early\n\nINTERRUPTED: The server was lost\.\n/,
      );
    }
    expect(failureOf(() => assertBroken({ ...broken, interruption }))).toMatch(
      /^expected read-then-write to break, but it ended early\n\nINTERRUPTED: The server was lost\.\n/,
    );
    const cut = { ...early, results: [], expectations: [] };
    for (const assertion of [assertHeld, assertBroken]) {
      expect(failureOf(() => assertion(cut))).toMatch(
        /but it was not finished\n[^]*was not finished\.$/,
      );
    }
  });
});

describe('a report of several strategies', () => {
  it('fails with a message that names only the strategies that failed', async () => {
    const report = await explore({ url, strategy: ['naive', lockThenWrite, 'read-committed'] });
    const message = failureOf(() => assertHeld(report));

    expect(message).toMatch(
      /^expected every strategy to hold, but naive broke, read-committed broke\n/,
    );
    expect(message).not.toContain('lock-then-write');
    expect(message).toContain('race-lab replay --strategy naive --schedule ABBA --url ');
    expect(message).toContain('race-lab replay --strategy read-committed --schedule A');
  });
});

describe('an argument that is not a usable report', () => {
  it('is refused, with a hint for a promise', () => {
    const wrongly = (value: unknown) => JSON.parse(JSON.stringify(value));
    expect(() => assertHeld(wrongly({ results: [] }))).toThrow(UsageError);
    const forgotten = Object.create(Promise.resolve());
    expect(() => assertHeld(forgotten)).toThrow(
      expect.objectContaining({ hint: 'It is a promise: await it first.' }),
    );
  });

  it('includes, for assertExpectations, a report without expectations, which could not fail', async () => {
    const report = await race({ url, strategy: lockThenWrite, workers: 2, operations: 1 });

    expect(() => assertExpectations(report)).toThrow(/this report has no expectations/);
  });
});
