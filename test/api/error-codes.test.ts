/** The stable parts of an error, for programs: its code, and the option that it concerns. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import {
  assertExpectations,
  assertHeld,
  defineScenario,
  defineStrategy,
  explore,
  LabError,
  race,
  replay,
  UsageError,
} from '../../src/index.js';
import { serverUrl } from '../support/server.js';
import { lockThenWrite, readThenWrite } from './own.js';

const url = serverUrl();

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-codes-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const fileWith = (text: string): string => {
  const path = join(scratch, 'mine.mjs');
  writeFileSync(path, text);
  return path;
};

/** Hides the type of options, because JavaScript does not check types. */
const untyped = (options: unknown) => JSON.parse(JSON.stringify(options));

/** The kind, code and option of the error that a call rejects with. */
async function errorOf(call: () => Promise<unknown>) {
  const error: unknown = await call().catch((reason: unknown) => reason);
  if (!(error instanceof LabError)) throw error;
  const kind = error instanceof UsageError ? 'usage' : 'environment';
  return [kind, error.code, error.option];
}

const wrong = defineStrategy({
  name: 'wrong',
  attempt: () => {
    throw new TypeError('oops');
  },
});
const odd = defineScenario({
  name: 'odd',
  nextOperation: () => {
    throw new TypeError('oops');
  },
});

describe('an error of a call', () => {
  it.each<[string, () => Promise<unknown>, readonly [string, string, string | null]]>([
    ['a bad count', () => race({ workers: 0 }), ['usage', 'INVALID_VALUE', 'workers']],
    [
      'a wrong type',
      () => race(untyped({ timeLimit: 5 })),
      ['usage', 'INVALID_VALUE', 'timeLimit'],
    ],
    ['an unknown option', () => race(untyped({ lanes: 5 })), ['usage', 'UNKNOWN_OPTION', null]],
    [
      'options that clash',
      () => race({ timeLimit: '1s', duration: '2s' }),
      ['usage', 'OPTION_CONFLICT', 'timeLimit'],
    ],
    [
      'an unknown strategy',
      () => explore({ strategy: 'naiv' }),
      ['usage', 'UNKNOWN_STRATEGY', 'strategy'],
    ],
    [
      'an unknown scenario',
      () => explore({ scenario: 'deposits' }),
      ['usage', 'UNKNOWN_SCENARIO', 'scenario'],
    ],
    [
      'a name that is taken',
      () => race({ strategy: { ...readThenWrite, name: 'naive' } }),
      ['usage', 'DUPLICATE_NAME', 'strategy'],
    ],
    ['an invalid rule', () => race({ expect: 'hold' }), ['usage', 'INVALID_RULE', 'expect']],
    [
      'a schedule with other letters',
      () => replay({ schedule: 'AXB' }),
      ['usage', 'INVALID_SCHEDULE', 'schedule'],
    ],
    [
      'a schedule that cannot be followed',
      () => replay({ url, strategy: lockThenWrite, schedule: 'AB' }),
      ['usage', 'SCHEDULE_NOT_FOLLOWED', 'schedule'],
    ],
    ['a wrong address', () => race({ url: 'mysql://x' }), ['usage', 'INVALID_URL', 'url']],
    [
      'a server that is not reachable',
      () => race({ url: 'postgres://127.0.0.1:1/nowhere' }),
      ['environment', 'CANNOT_CONNECT', 'url'],
    ],
    [
      'a missing file',
      () => race({ strategy: './nowhere.ts' }),
      ['usage', 'FILE_NOT_LOADED', 'strategy'],
    ],
    [
      'a file that does not export a scenario',
      () => race({ scenario: fileWith('export const a = 1;') }),
      ['usage', 'NOT_EXPORTED', 'scenario'],
    ],
    [
      'an invalid definition in a file',
      () => race({ strategy: fileWith("export const a = { name: 'a', attempt: 1 };") }),
      ['usage', 'INVALID_DEFINITION', 'strategy'],
    ],
    [
      'a strategy with a defect',
      () => explore({ url, strategy: wrong }),
      ['environment', 'STRATEGY_DEFECT', null],
    ],
    [
      'a scenario with a defect',
      () => explore({ url, scenario: odd }),
      ['environment', 'SCENARIO_DEFECT', null],
    ],
  ])('%s', async (_title, call, expected) => {
    expect(await errorOf(call)).toEqual(expected);
  });

  it('names the call and the option in its message, and keeps its cause', async () => {
    await expect(race({ rounds: 0 })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^race: rounds: "0" is less than 1/) as unknown,
      cause: expect.any(UsageError) as unknown,
    });
  });
});

describe('an error of a definition or an assertion', () => {
  const codeOf = (call: () => unknown) => errorOf(async () => call());

  it('also has a code', async () => {
    expect(await codeOf(() => defineStrategy(untyped({ name: 'mine' })))).toEqual([
      'usage',
      'INVALID_DEFINITION',
      null,
    ]);
    expect(await codeOf(() => assertHeld(untyped({})))).toEqual(['usage', 'NOT_A_REPORT', null]);
    expect(() => Reflect.apply(assertHeld, undefined, [Promise.resolve()])).toThrow(
      '\n  It is a promise: await it first.',
    );
    const report = await explore({ url, strategy: 'atomic' });
    expect(await codeOf(() => assertExpectations(report))).toEqual([
      'usage',
      'NO_EXPECTATIONS',
      'expect',
    ]);
  });
});

describe('a report', () => {
  it('names options, not flags, in its reasons', async () => {
    const report = await explore({ url, strategy: 'naive', balance: 0 });
    expect(report.results[0]?.reason).toBe(
      'Every operation was refused in all 2 schedules, so nothing was tested: raise balance.',
    );
    const bounded = await race({ url, strategy: 'naive', workers: 1, operations: 1 });
    expect(bounded.results[0]?.reason).toMatch(
      /use more workers or operations, or widen the window with think\.$/,
    );
  });
});
