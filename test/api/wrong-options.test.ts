import { describe, expect, it } from 'vitest';

import { EnvironmentError, UsageError } from '../../src/errors.js';
import { defineScenario, defineStrategy, explore, race, replay } from '../../src/index.js';
import { exploreRequest, raceRequest } from '../../src/plan/options.js';
import { strategies } from '../../src/strategies/index.js';
import { serverUrl } from '../support/server.js';
import { lockThenWrite, readThenWrite, takeFive } from './own.js';

const url = serverUrl();

/** Hides the type of options, because JavaScript does not check types. */
const untyped = (options: unknown) => JSON.parse(JSON.stringify(options));

/** The message and hint of the error that a call rejects with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw error;
  // The message contains the hint, because test runners print only the message.
  return error.message.replace('\n  ', '. ');
}

describe('an unknown option', () => {
  it('is refused, with the nearest known option', async () => {
    expect(await refusal(race(untyped({ worker: 5 })))).toMatch(
      /^race: "worker" is not a known option\. Did you mean workers\? Known: strategy, /,
    );
    expect(await refusal(explore(untyped({ maxSwitch: 5 })))).toContain(
      'Did you mean maxSwitches?',
    );
  });

  it('can be an option of another call', async () => {
    expect(await refusal(explore(untyped({ rounds: 5 })))).toContain(
      'explore: "rounds" is not a known option',
    );
    expect(await refusal(race(untyped({ lanes: 5 })))).toContain('race: "lanes" is not');
    expect(await refusal(replay(untyped({ schedule: 'AB', think: 5 })))).toContain(
      'replay: "think" is not',
    );
  });
});

describe('a value of a wrong type', () => {
  it.each([
    [{ workers: '50' }, 'race: workers is "50". It must be a number.'],
    [{ workers: null }, 'race: workers is null. It must be a number.'],
    [{ timeLimit: 5 }, 'race: timeLimit is 5. It must be a string.'],
    [{ amount: [1, 2] }, 'race: amount is [1,2]. It must be a number, or a string such as 5..15.'],
    [
      { expect: ['held', 3] },
      'race: expect is ["held",3]. It must be a string or an array of strings.',
    ],
    [{ strategy: [] }, /^race: strategy is \[\]\. It must be the name of a strategy/],
    [{ strategy: { name: 'mine' } }, /^race: strategy is \{"name":"mine"\}\. .* defineStrategy/],
    [{ scenario: { name: 'mine' } }, /^race: scenario is \{"name":"mine"\}\. .* defineScenario/],
    [[], /^race: the list of cases is empty/],
  ])('is refused: %j', async (options, text) => {
    expect(await refusal(race(untyped(options)))).toMatch(text);
  });

  it('does not include undefined, which means that the option is absent', () => {
    const { flags } = raceRequest({ workers: undefined, expect: undefined, seed: 0 });

    expect(flags).toEqual({ seed: '0' });
  });
});

describe('an invalid value', () => {
  it('is refused as on the command line', async () => {
    expect(await refusal(race({ workers: 1.5 }))).toContain('"1.5" is not a whole number');
    expect(await refusal(race({ strategy: 'naiv' }))).toContain('Did you mean naive?');
    expect(await refusal(race({ expect: 'hold' }))).toContain('"hold" is not a known rule');
    expect(await refusal(replay({ schedule: 'AXB' }))).toContain('"X" at position 2');
  });
});

describe('an error', () => {
  it('names options, not flags', async () => {
    expect(await refusal(race({ workers: 0 }))).toBe(
      'race: workers: "0" is less than 1. Write a whole number from 1 to 10000.',
    );
    expect(await refusal(race({ timeLimit: '1s', think: 5_000 }))).toBe(
      'race: think 5000 leaves no time within timeLimit 1s. ' +
        'Lower think, which is in milliseconds, or raise timeLimit.',
    );
    expect(await refusal(explore({ maxSwitches: 0 }))).toMatch(/^explore: maxSwitches 0 allows/);
    expect(await refusal(replay({ strategy: 'naive,atomic', schedule: 'AB' }))).toMatch(
      /^replay: strategy names 2 strategies/,
    );
    // Only the run detects this error.
    expect(await refusal(replay({ url, schedule: 'AB' }))).toMatch(/^replay: schedule ends after/);
  });

  it('keeps its class and hint when a server refuses the connection', async () => {
    const refused = race({ url: 'postgres://127.0.0.1:1/nowhere' });
    await expect(refused).rejects.toThrow(EnvironmentError);
    await expect(refused).rejects.toMatchObject({
      hint: 'Check the host and port in url, and that the server runs and accepts connections.',
    });
  });

  it('quotes the text of the user unchanged', async () => {
    expect(await refusal(race({ strategy: '--workers' }))).toMatch(
      /^race: strategy: "--workers" is not/,
    );
  });
});

describe('a strategy whose name is taken or invalid', () => {
  it('is refused when a built-in strategy has the name', async () => {
    const naive = { ...readThenWrite, name: 'naive' };
    expect(await refusal(race({ strategy: naive }))).toBe(
      'race: strategy naive has the name of a built-in one. Give it a name of its own.',
    );
    const deposit = { ...takeFive, name: 'deposit' };
    expect(await refusal(explore({ scenario: deposit }))).toContain(
      'explore: scenario deposit has the name of a built-in one',
    );
  });

  it('is refused when another object has the name, but not when the same object is given twice', async () => {
    const twin = { ...lockThenWrite, name: readThenWrite.name };
    expect(await refusal(race({ strategy: [readThenWrite, twin] }))).toContain(
      'race: strategy read-then-write is given twice, as two different objects',
    );
    const failing = race({ strategy: [readThenWrite, readThenWrite], workers: 0 });
    expect(await refusal(failing)).toContain('race: workers: "0"');
  });

  it('is refused when the name is invalid, such as a list or all', async () => {
    for (const name of ['a,b', 'a:b', 'all', '', '2pl']) {
      expect(await refusal(race({ strategy: { ...readThenWrite, name } }))).toContain(
        'strategy is',
      );
    }
  });
});

describe('an object for several processes', () => {
  it('is refused, because other processes can only load files', async () => {
    expect(await refusal(race({ strategy: readThenWrite, processes: 2 }))).toContain(
      'race: processes 2: read-then-write is an object, which other processes cannot use',
    );
    expect(await refusal(race({ scenario: takeFive, processes: 2 }))).toContain('take-five is an');
    const [builtIn] = strategies;
    if (!builtIn) throw new Error('there are no strategies');
    const wrongLater = race({ strategy: builtIn, processes: 2, operations: 0 });
    expect(await refusal(wrongLater)).toContain('race: operations: "0"');
    const fromFile = { ...readThenWrite, file: '/somewhere/mine.ts' };
    const wrongToo = race({ strategy: fromFile, processes: 2, operations: 0 });
    expect(await refusal(wrongToo)).toContain('race: operations: "0"');
  });
});

describe('requests', () => {
  it('carry the objects that flags cannot express', () => {
    const scenario = defineScenario({ ...takeFive, name: 'mine' });
    const strategy = defineStrategy({ ...readThenWrite, name: 'own' });
    const request = exploreRequest({ strategy: ['naive', strategy], scenario, lanes: 2 }, 'it');

    expect(request).toEqual({
      where: 'it',
      flags: { strategy: ['naive', 'own'], scenario: 'mine', lanes: '2' },
      strategies: [strategy],
      scenarios: [scenario],
    });
  });
});
