/** A file of own strategies that misbehave, and races of them. */
import { expect } from 'vitest';

import { callIn } from '../cli/harness.js';
import { directoryWith } from '../files/directory.js';
import { raceLab, type CommandResult } from '../support/command.js';
import { serverUrl } from '../support/server.js';

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

/** The current directory of a test's commands. It is removed after the test. */
export const ownDirectory = (): string => directoryWith({ 'own.ts': OWN });

export const flagsOf = (names: readonly string[], processes: string): readonly string[] => [
  ...'run --workers 4 --scenario deposit --json --processes'.split(' '),
  processes,
  '--strategy',
  names.map((name) => `./own.ts#${name}`).join(','),
  '--url',
  serverUrl(),
];

/** Races strategies of the file by their names. */
export type Race = (...names: readonly string[]) => Promise<CommandResult>;

/** Races with the built program, or in this process, which cannot start others. */
export const inProgram: Race = (...names) => raceLab(flagsOf(names, '2'), { cwd: ownDirectory() });
export const here: Race = (...names) => callIn(ownDirectory(), flagsOf(names, '1'));

export async function expectErrorsWithPlaces(race: Race): Promise<void> {
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
}

export async function expectUnhandledError(processes: string): Promise<void> {
  const { code, stderr } = await raceLab(flagsOf(['strays'], processes), { cwd: ownDirectory() });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^race-lab: [Aa]n error that no code handled: Error: nobody listens/);
}
