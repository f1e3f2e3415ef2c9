/** Own code that misbehaves as a process: in this one, or in one of several. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { raceLab } from '../support/command.js';
import { labSchemas } from '../support/sessions.js';

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'race-lab-own-'));
  await writeFile(join(directory, 'own.ts'), OWN);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** Each misbehaves after the warm-up, which has fewer attempts. */
const OWN = `
import { addToBalances, defineStrategy, refused } from 'race-lab';

const after = (misbehave: () => void) => {
  let attempts = 0;
  return async () => {
    attempts += 1;
    if (attempts > 30) misbehave();
    return refused;
  };
};

export const fine = defineStrategy({
  name: 'fine',
  attempt: (db, operation) => addToBalances(db, operation.changes),
});
export const exits = defineStrategy({ name: 'exits', attempt: after(() => process.exit(7)) });
export const throws = defineStrategy({
  name: 'throws',
  attempt: after(() => {
    throw new TypeError('oops');
  }),
});
export const neverWorks = defineStrategy({
  name: 'never-works',
  attempt: () => {
    throw new RangeError('no way');
  },
});
export const loops = defineStrategy({
  name: 'loops',
  attempt: after(() => {
    for (;;);
  }),
});
export const strays = defineStrategy({
  name: 'strays',
  attempt: after(() => void Promise.reject(new Error('nobody listens'))),
});
`;

const race = (name: string, processes: string) =>
  raceLab(
    ['run', '--strategy', `./own.ts#${name}`, '--processes', processes, '--workers', '4'].concat([
      '--scenario',
      'deposit',
      '--url',
      inject('serverUrl'),
      '--json',
    ]),
    { cwd: directory },
  );

describe.each(['1', '2'])('in %s processes', (processes) => {
  test('code that behaves is raced', async () => {
    const { code, stdout } = await race('fine', processes);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).results).toMatchObject([{ strategy: 'fine', verdict: 'held' }]);
  });

  test('an error is told with its place', async () => {
    const { code, stderr } = await race('throws', processes);
    expect(code).toBe(4);
    expect(stderr).toContain(
      'race-lab: strategy throws (./own.ts) threw TypeError: oops at ./own.ts:21',
    );
  });

  test('an error in the warm-up is told with its place', async () => {
    const { code, stdout, stderr } = await race('never-works', processes);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(
      'race-lab: strategy never-works (./own.ts) threw RangeError: no way at ./own.ts:27',
    );
  });

  test('an error that nobody waits for is told', async () => {
    const { code, stderr } = await race('strays', processes);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^race-lab: an error that nobody waited for: Error: nobody listens/);
  });
});

test('process.exit() in one process is told, and is no success', async () => {
  // On a server of its own, which goes with it: a schema elsewhere would stay.
  const args = ['run', '--strategy', './own.ts#exits', '--workers', '4'];
  const { code, stdout, stderr } = await raceLab(args, { cwd: directory });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('called process.exit()');
});

test('process.exit() in one of two processes is told with its code, and the schema is gone', async () => {
  const { code, stdout, stderr } = await race('exits', '2');
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^race-lab: Process [12] \(pid \d+\) ended with exit code 7 in the middle of the race \(exits\)/,
  );
  const { server, results } = JSON.parse(stdout);
  expect(results).toEqual([]);
  expect(await labSchemas()).not.toContain(server.schema);
});

test('a loop without an end in one of two processes is named, and so is the process', async () => {
  const { code, stderr } = await race('loops', '2');
  expect(code).toBe(4);
  expect(stderr).toContain('loops (./own.ts#loops) does not return');
  expect(stderr).not.toContain('Nothing was reported');
  expect(stderr).toMatch(/Process [12] \(pid \d+\) ended with exit code 4/);
});
