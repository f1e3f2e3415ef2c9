/** A strategy with a defect. Alone, it makes the call reject. Among others, it makes every assertion fail. */
import { AssertionError } from 'node:assert';

import { beforeAll, describe, expect, it } from 'vitest';

import {
  assertBroken,
  assertClaims,
  assertExpectations,
  assertHeld,
  defineStrategy,
  EnvironmentError,
  explore,
  race,
  type ExploreReport,
  type Report,
} from '../../src/index.js';
import { matchers } from '../../src/matchers.js';
import { serverUrl } from '../support/server.js';
import { lockThenWrite } from './own.js';

expect.extend(matchers);

const url = serverUrl();

const wrong = defineStrategy({
  name: 'wrong',
  attempt: () => {
    throw new TypeError('oops');
  },
});

const calls = { race: (options: object) => race({ url, ...options, workers: 5 }), explore };

describe.each(['race', 'explore'] as const)('%s', (call) => {
  let report: Report | ExploreReport;
  beforeAll(async () => {
    const strategy = [lockThenWrite, wrong];
    report = await calls[call]({ url, strategy, expect: 'lock-then-write:held' });
  });

  it('alone: rejects with the error and its cause', async () => {
    const error: unknown = await calls[call]({ url, strategy: wrong }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^wrong threw TypeError: oops at /) as unknown,
      code: 'STRATEGY_DEFECT',
      cause: expect.any(TypeError) as unknown,
    });
  });

  it('among others: the report contains the failure', () => {
    expect(report.results).toMatchObject([
      { strategy: 'lock-then-write', verdict: 'held', failure: null },
      { strategy: 'wrong', verdict: 'inconclusive' },
    ]);
    expect(report.results[1]?.failure?.message).toContain('wrong threw TypeError: oops');
  });

  it.each([assertHeld, assertBroken, assertClaims, assertExpectations])(
    'makes %o fail with its message',
    (assertion) => {
      expect(() => assertion(report)).toThrow(AssertionError);
      expect(() => assertion(report)).toThrow(
        /^expected every strategy to .*wrong [^]*\nwrong error: wrong threw TypeError: oops at\s/,
      );
    },
  );

  it('makes all matchers and their .not fail', () => {
    const failure = /wrong error: wrong threw TypeError: oops/;
    expect(() => expect(report).toHold()).toThrow(failure);
    expect(() => expect(report).not.toHold()).toThrow(failure);
    expect(() => expect(report).not.toBreak()).toThrow(failure);
    expect(() => expect(report).not.toKeepClaims()).toThrow(failure);
    expect(() => expect(report).toMeetExpectations()).toThrow(failure);
    expect(() => expect(report).not.toMeetExpectations()).toThrow(failure);
  });
});
