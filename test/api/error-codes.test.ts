/** What programs can rely on: the code of an error, and the option that it is about. */
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

/** As JavaScript would: nobody checks types there. */
const wrongly = (options: unknown) => JSON.parse(JSON.stringify(options));

/** What a program can tell of an error. */
async function told(call: () => Promise<unknown>) {
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
      () => race(wrongly({ timeLimit: 5 })),
      ['usage', 'INVALID_VALUE', 'timeLimit'],
    ],
    ['an option too many', () => race(wrongly({ lanes: 5 })), ['usage', 'UNKNOWN_OPTION', null]],
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
    ['a rule that is none', () => race({ expect: 'hold' }), ['usage', 'INVALID_RULE', 'expect']],
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
      'a file that is not there',
      () => race({ strategy: './nowhere.ts' }),
      ['usage', 'FILE_NOT_LOADED', 'strategy'],
    ],
    [
      'a file that exports nothing of use',
      () => race({ scenario: fileWith('export const a = 1;') }),
      ['usage', 'NOT_EXPORTED', 'scenario'],
    ],
    [
      'a definition in a file that is not complete',
      () => race({ strategy: fileWith("export const a = { name: 'a', attempt: 1 };") }),
      ['usage', 'INVALID_DEFINITION', 'strategy'],
    ],
    [
      'a strategy whose code is wrong',
      () => explore({ url, strategy: wrong }),
      ['environment', 'STRATEGY_DEFECT', null],
    ],
    [
      'a scenario whose code is wrong',
      () => explore({ url, scenario: odd }),
      ['environment', 'SCENARIO_DEFECT', null],
    ],
  ])('%s', async (_title, call, expected) => {
    expect(await told(call)).toEqual(expected);
  });

  it('is the same in text and in code', async () => {
    await expect(race({ rounds: 0 })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/^race: rounds: "0" is less than 1/) as unknown,
      cause: expect.any(UsageError) as unknown,
    });
  });
});

describe('an error of a definition or an assertion', () => {
  const codeOf = (call: () => unknown) => told(async () => call());

  it('has a code, too', async () => {
    expect(await codeOf(() => defineStrategy(wrongly({ name: 'mine' })))).toEqual([
      'usage',
      'INVALID_DEFINITION',
      null,
    ]);
    expect(await codeOf(() => assertHeld(wrongly({})))).toEqual(['usage', 'NOT_A_REPORT', null]);
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
