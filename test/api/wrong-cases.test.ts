/** Calls about cases as JavaScript allows them: wrong options, and values that are not cases. */
import { describe, expect, it } from 'vitest';

import { UsageError } from '../../src/errors.js';
import { explore, replay } from '../../src/index.js';
import { guardedCopy, lastCopy } from './own-cases.js';

/** Calls without types. */
const untyped = (call: typeof explore | typeof replay, ...given: readonly unknown[]) => {
  const promise: Promise<unknown> = Reflect.apply(call, undefined, given);
  return promise;
};

/** The code, the option, the message and the hint of the error that a call rejects with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw error;
  const { code, option, message } = error;
  // The message contains the hint, because test runners print only the message.
  return `${code} ${option}: ${message.replace('\n  ', '. ')}`;
}

describe('options of a wrong type', () => {
  it.each<[unknown, string | RegExp]>([
    [
      { maxSchedules: '5' },
      'INVALID_VALUE maxSchedules: explore: maxSchedules is "5". It must be a number.',
    ],
    [
      { expect: ['held', 3] },
      'INVALID_VALUE expect: explore: expect is ["held",3]. It must be a string or an array of strings.',
    ],
    [{ url: 5 }, 'INVALID_VALUE url: explore: url is 5. It must be a string.'],
    [
      [],
      "INVALID_VALUE null: explore: its options are [], not an object. Write them as { maxSchedules: 1000, expect: 'held' }.",
    ],
    [null, /^INVALID_VALUE null: explore: its options are null, not an object\./],
    [
      { maxSchedule: 5 },
      /^UNKNOWN_OPTION null: explore: "maxSchedule" is not a known option\. Did you mean maxSchedules\? Known: maxSchedules, maxSwitches, timeLimit, overlap, isolation, lanes, seed, url, expect\.$/,
    ],
    [{ schedule: 'AB' }, /explore: "schedule" is not a known option/],
    [
      { signal: new AbortController().signal },
      'UNKNOWN_OPTION null: explore: signal is not an option. Pass it in the argument after the options: { signal }. Without options, pass {} in their place.',
    ],
    [
      { workers: 3 },
      'OPTION_CONFLICT workers: explore: workers: a case says itself what runs. Leave workers out: the case names them, or says how often the worker runs (times).',
    ],
    [{ strategy: 'naive' }, /explore: strategy: a case says itself what runs\. Leave strategy out/],
    [{ lanes: 0 }, /^INVALID_VALUE lanes: explore: lanes: "0" is less than 1/],
    [{ maxSwitches: 0 }, /^OPTION_CONFLICT maxSwitches: explore: maxSwitches 0 allows no schedule/],
    [{ expect: 'claims' }, /^INVALID_RULE expect: explore: expect: "claims" is a rule about str/],
    [{ expect: 'nobody:held' }, /explore: expect: "nobody" is not a known case\./],
    [{ url: 'mysql://x' }, /^INVALID_URL url: explore: url: /],
  ])('are refused: %j', async (options, text) => {
    expect(await refusal(untyped(explore, guardedCopy, options))).toMatch(text);
  });

  it('are refused by replay, too', async () => {
    const schedule = 'AB';
    expect(await refusal(untyped(replay, guardedCopy, { schedule, follow: 'yes' }))).toBe(
      'INVALID_VALUE follow: replay: follow is "yes". It must be true or false.',
    );
    expect(await refusal(untyped(replay, guardedCopy))).toMatch(/replay: its options are undefi/);
    expect(await refusal(untyped(replay, guardedCopy, {}))).toMatch(
      /^MISSING_OPTION schedule: replay: schedule is missing/,
    );
    expect(await refusal(untyped(replay, guardedCopy, { schedule: 'ABC' }))).toMatch(
      /^INVALID_SCHEDULE schedule: .* but case guarded-copy has 2 workers, A to B/,
    );
    expect(await refusal(untyped(replay, guardedCopy, { schedule, operations: 2 }))).toMatch(
      /^OPTION_CONFLICT operations: replay: operations: a case says itself/,
    );
  });
});

describe('a value that is not a case', () => {
  it.each<[unknown, string | RegExp]>([
    [[], 'INVALID_VALUE null: explore: the list of cases is empty. Pass a case made by defineCase'],
    [
      [lastCopy, undefined],
      "explore: undefined is not a case. Pass a case made by defineCase, its definition, or a file such as './checkout.race.ts'.",
    ],
    [[{ strategy: 'naive' }], 'explore: {"strategy":"naive"} is not a case'],
    [{ schema: 'select' }, /^INVALID_DEFINITION null: explore: a case has no name\./],
    [{ name: 'a', schema: 'select' }, /explore: case a has no workers/],
    [{ name: 'a', worker: () => 1 }, /explore: case a has no schema/],
    ['./nowhere.race.ts', /^FILE_NOT_LOADED null: explore: case: there is no file /],
    ['nowhere', /^FILE_NOT_LOADED null: explore: case: there is no file "nowhere"/],
    [
      [lastCopy, { ...lastCopy }],
      /^DUPLICATE_NAME null: explore: two cases have the name last-copy/,
    ],
  ])('is refused: %j', async (given, text) => {
    expect(await refusal(untyped(explore, given))).toMatch(text);
  });

  it('can be an import that does not exist', async () => {
    const told = /^INVALID_VALUE null: explore: undefined is not a case\. Pass a case/;
    expect(await refusal(untyped(explore, undefined))).toMatch(told);
    expect(await refusal(untyped(explore, undefined, { maxSchedules: 5 }))).toMatch(told);
    const signal = AbortSignal.abort(new UsageError('ended', { code: 'TIMED_OUT' }));
    expect(await refusal(untyped(explore, undefined, { signal }))).toBe(
      'TIMED_OUT null: explore: ended',
    );
  });

  it('is refused by replay, too, which takes one', async () => {
    const options = { schedule: 'AB' };
    expect(await refusal(untyped(replay, [lastCopy], options))).toMatch(/ is not a case\. Pass a/);
    expect(await refusal(untyped(replay, 5, options))).toMatch(/replay: its options are 5, not/);
  });

  it('does not include a case that another copy of the package made', async () => {
    const copy = Object.freeze({ ...lastCopy });
    expect(await refusal(untyped(explore, copy, { lanes: 0 }))).toContain('lanes: "0" is less');
  });
});
