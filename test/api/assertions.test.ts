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

/**
 * What each call found of a strategy that holds, of one that breaks, and of one that cannot show
 * it.
 */
interface Found<Whole extends AnyReport = Report | ExploreReport> {
  readonly held: Whole;
  readonly broken: Whole;
  readonly inconclusive: Whole;
}

const found: Record<'race' | 'explore', () => Promise<Found>> & {
  readonly replay: () => Promise<Found<ReplayReport>>;
} = {
  race: async () => ({
    held: await race({ url, strategy: lockThenWrite, workers: 5, expect: 'held' }),
    broken: await race({ url, strategy: readThenWrite, expect: 'lost-updates=0' }),
    // Nobody to overlap with.
    inconclusive: await race({ url, strategy: lockThenWrite, workers: 1, expect: 'held' }),
  }),
  explore: async () => ({
    held: await explore({ url, strategy: lockThenWrite, expect: 'held' }),
    broken: await explore({ url, strategy: readThenWrite, expect: 'held' }),
    // They only take turns.
    inconclusive: await explore({ url, strategy: lockThenWrite, maxSwitches: 1, expect: 'held' }),
  }),
  replay: async () => ({
    held: await replay({ url, strategy: readThenWrite, schedule: 'AAB', expect: 'held' }),
    broken: await replay({ url, strategy: readThenWrite, schedule: 'ABBA', expect: 'held' }),
    // One schedule refutes claims, and proves none.
    inconclusive: await replay({
      url,
      strategy: lockThenWrite,
      schedule: 'AAAABBB',
      expect: 'claims',
    }),
  }),
};

/** The message of the assertion that fails. */
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
    ({ held, broken, inconclusive } = await found[call]());
  });

  it('assertHeld passes what held, and not what broke', () => {
    assertHeld(held);
    expect(failureOf(() => assertHeld(broken))).toMatch(
      /^expected read-then-write to hold, but it broke\n/,
    );
  });

  it('assertBroken passes what broke, and not what held', () => {
    assertBroken(broken);
    expect(failureOf(() => assertBroken(held))).toMatch(
      /^expected \S+ to break, but it held\n[^]* held: \w/,
    );
  });

  it('assertClaims passes nobody who does not behave as claimed, or does not show it', () => {
    expect(failureOf(() => assertClaims(broken))).toMatch(
      /^expected read-then-write to behave as claimed, but it was found broken: /,
    );
    expect(failureOf(() => assertClaims(inconclusive))).toMatch(
      /but it could not be judged \((held|inconc)/,
    );
  });

  it('assertExpectations passes when every rule is met, and nothing else', () => {
    assertExpectations(held);
    expect(failureOf(() => assertExpectations(broken))).toMatch(
      /^expected read-then-write to meet every expectation, but it does not meet \S+ \(/,
    );
    expect(failureOf(() => assertExpectations(inconclusive))).toMatch(
      /but it could not be judged by \S+ \(/,
    );
  });

  it('a failure tells the witness, and how to see it again', () => {
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

// A replay proves no claims, and is neither inconclusive nor ended early.
describe.each(['race', 'explore'] as const)('after %s', (call) => {
  let held: Report | ExploreReport;
  let broken: Report | ExploreReport;
  let inconclusive: Report | ExploreReport;
  beforeAll(async () => {
    ({ held, broken, inconclusive } = await found[call]());
  });

  it('assertClaims passes who behaves as it claims', () => {
    expect(() => assertClaims(held)).not.toThrow();
  });

  it('neither assertHeld nor assertBroken passes what is inconclusive', () => {
    expect(failureOf(() => assertHeld(inconclusive))).toMatch(
      /^expected lock-then-write to hold, but it is inconclusive\n[^]*lock-then-write inconclusive: \w/,
    );
    expect(failureOf(() => assertBroken(inconclusive))).toContain('but it is inconclusive\n');
  });

  it('no assertion passes a report that ended early', () => {
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

describe('of several strategies', () => {
  it('a failure tells of those that failed, and of no other', async () => {
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

describe('what is no report', () => {
  it('is refused, a promise by its name', () => {
    const wrongly = (value: unknown) => JSON.parse(JSON.stringify(value));
    expect(() => assertHeld(wrongly({ results: [] }))).toThrow(UsageError);
    const forgotten = Object.create(Promise.resolve());
    expect(() => assertHeld(forgotten)).toThrow(
      expect.objectContaining({ hint: 'It is a promise: await it first.' }),
    );
  });

  it('is a report without expectations to assertExpectations: it could not fail', async () => {
    const report = await race({ url, strategy: lockThenWrite, workers: 2, operations: 1 });

    expect(() => assertExpectations(report)).toThrow(/this report has no expectations/);
  });
});
