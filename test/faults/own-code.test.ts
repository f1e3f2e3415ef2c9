/** Own code that misbehaves, in this process or in one of several. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { callIn } from '../cli/harness.js';
import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import { labSchemas } from '../support/sessions.js';

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'race-lab-own-'));
  await writeFile(join(directory, 'own.ts'), OWN);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** Each misbehaves only after more attempts than the warm-up has. */
const OWN = `
import { sql } from 'kysely';
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
export const typo = defineStrategy({
  name: 'typo',
  attempt: (db) =>
    db.transaction().execute(async (trx) => {
      await sql\`update acount set balance = 0\`.execute(trx);
      return refused;
    }),
});
export const sendsForEver = defineStrategy({
  name: 'sends-for-ever',
  async attempt(db) {
    for (;;) await sql\`select 1\`.execute(db);
  },
});
export const usesDb = defineStrategy({
  name: 'uses-db',
  attempt: (db, operation) => db.transaction().execute(() => addToBalances(db, operation.changes)),
});
export const strays = defineStrategy({
  name: 'strays',
  attempt: after(() => void Promise.reject(new Error('nobody listens'))),
});
`;

const flagsOf = (names: readonly string[], processes: string): readonly string[] => [
  ...'run --workers 4 --scenario deposit --json --processes'.split(' '),
  processes,
  '--strategy',
  names.map((name) => `./own.ts#${name}`).join(','),
  '--url',
  serverUrl(),
];

/** Races with the built program, or in this process, which cannot start others. */
const inProgram = (...names: readonly string[]) => raceLab(flagsOf(names, '2'), { cwd: directory });
const here = (...names: readonly string[]) => callIn(directory, flagsOf(names, '1'));

describe.each([
  ['1 process', here],
  ['2 processes', inProgram],
])('in %s', (_count, race) => {
  test('correct code is raced, and an error is reported with its place, also in the warm-up', async () => {
    const { code, stdout, stderr } = await race('fine', 'throws', 'never-works');
    expect(code).toBe(4);
    expect(JSON.parse(stdout).results).toMatchObject([
      { strategy: 'fine', verdict: 'held' },
      { strategy: 'throws', verdict: 'inconclusive' },
      { strategy: 'never-works', verdict: 'inconclusive', operations: { attempted: 0 } },
    ]);
    expect(stderr).toContain(
      'race-lab: strategy throws (./own.ts) threw TypeError: oops at ./own.ts:22',
    );
    expect(stderr).toContain(
      'race-lab: strategy never-works (./own.ts) threw RangeError: no way at ./own.ts:28',
    );
  });
});

test.each(['1', '2'])('in %s processes, an unhandled error is reported', async (count) => {
  const { code, stderr } = await raceLab(flagsOf(['strays'], count), { cwd: directory });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: [Aa]n error that no code handled: Error: nobody listens/);
});

describe('an attempt is reported with its last statement when', () => {
  test.each(['run', 'explore'])('the server refuses its SQL (%s)', async (command) => {
    const args = [command, '--strategy', './own.ts#typo', '--workers', '2', '--url', serverUrl()];
    const { code, stdout, stderr } = await callIn(directory, args);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toBe(
      'race-lab: strategy typo (./own.ts) fails with a single worker: 42P01: relation "acount" ' +
        'does not exist, in: update acount set balance = 0\n  Fix its SQL.\n',
    );
  });

  test.each(['run', 'explore'])('it sends for ever (%s)', async (command) => {
    const own = ['--strategy', './own.ts#sends-for-ever', '--workers', '2', '--url', serverUrl()];
    const { code, stderr } = await callIn(directory, [command, ...own]);
    expect(code).toBe(4);
    expect(stderr).toContain(
      'an attempt of strategy sends-for-ever (./own.ts) sends statements without end; the last: select 1',
    );
  });

  test('it waits inside its transaction for another connection', async () => {
    const { code, stderr } = await here('uses-db');
    expect(code).toBe(4);
    expect(stderr).toContain('strategy uses-db (./own.ts) does not return');
    expect(stderr).toContain('use trx, not db');
  });
});

test('process.exit() in one process is reported as a failure', async () => {
  // On an embedded server, because on an existing one the schema would be left behind.
  const args = ['run', '--strategy', './own.ts#exits', '--workers', '4'];
  const { code, stdout, stderr } = await raceLab(args, { cwd: directory });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('called process.exit()');
});

test('process.exit() in one of two processes is reported with its exit code, and the schema is dropped', async () => {
  const { code, stdout, stderr } = await inProgram('exits');
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^race-lab: Process [12] \(pid \d+\) ended with exit code 7 in the middle of the race \(exits\)/,
  );
  const { server, results } = JSON.parse(stdout);
  expect(results).toEqual([]);
  expect(await labSchemas()).not.toContain(server.schema);
});

test('an endless loop in one of two processes is reported with the process', async () => {
  const { code, stderr } = await inProgram('loops');
  expect(code).toBe(4);
  expect(stderr).toContain('loops (./own.ts#loops) does not return');
  expect(stderr).not.toContain('Nothing was reported');
  expect(stderr).toMatch(/Process [12] \(pid \d+\) ended with exit code 4/);
});
