/** Files of strategies, some of which fail, and what a command says of them. */
import { expect } from 'vitest';

import { directoryWith } from '../files/directory.js';
import type { CommandResult } from '../support/command.js';
import { labSchemas } from '../support/sessions.js';

/** Results in the order of their names. */
const OWN = `
import { sql } from 'kysely';
import { addToBalances, committed, defineStrategy, refused, selectAccounts } from 'race-lab';

export const bounces = defineStrategy({
  name: 'bounces',
  async attempt(db, operation) {
    if (operation.isWarmUp) return addToBalances(db, operation.changes);
    await sql\`begin\`.execute(db);
    await selectAccounts(db, operation.accounts).forUpdate().execute();
    return refused;
  },
});
export const elsewhere = defineStrategy({ name: 'elsewhere', attempt: async () => committed() });
export const fine = defineStrategy({
  name: 'fine',
  attempt: (db, operation) => addToBalances(db, operation.changes),
});
export const typo = defineStrategy({
  name: 'typo',
  async attempt(db) {
    await sql\`update acount set balance = 0\`.execute(db);
    return refused;
  },
});
`;

/** Can be loaded only once. */
const VOLATILE = `
import { existsSync, writeFileSync } from 'node:fs';
import { addToBalances, defineStrategy } from 'race-lab';

const mark = new URL('volatile.mark', import.meta.url);
if (existsSync(mark)) throw new Error('it has changed');
writeFileSync(mark, '');

export default defineStrategy({
  name: 'volatile',
  attempt: (db, operation) => addToBalances(db, operation.changes),
});
`;

const CONFIG = `
export default {
  experiments: {
    mixed: { run: { strategy: './own.ts', scenario: 'deposit', workers: 4, expect: 'fine:held' } },
    fine: { run: { strategy: './own.ts#fine', scenario: 'deposit', workers: 4, expect: 'held' } },
  },
};
`;

/** The current directory of a command. It is removed after the test. */
export const ownDirectory = (): string =>
  directoryWith({ 'own.ts': OWN, 'volatile.ts': VOLATILE, 'race-lab.config.ts': CONFIG });

/** Runs a command line in a directory of these files, with the server of the tests. */
export type Lab = (...args: readonly string[]) => Promise<CommandResult>;

interface Result {
  readonly strategy: string;
  readonly verdict: string;
  readonly failure: { readonly message: string; readonly hint: string | null } | null;
}

interface Json {
  readonly server: { readonly schema: string };
  readonly results: readonly Result[];
  readonly interruption: string | null;
}

const MESSAGES = {
  bounces: 'left its transaction open',
  elsewhere: 'reported a commit, but sent no statement through db',
  typo: 'fails with a single worker: 42P01',
};

/** All strategies of own.ts are reported. */
export async function expectAllReported(
  lab: Lab,
  command: string,
  flags: readonly string[],
): Promise<void> {
  const args = ['--strategy', './own.ts', '--scenario', 'deposit', '--expect', 'fine:held'];
  const { code, stdout, stderr } = await lab(command, ...args, ...flags, '--json');
  expect(code).toBe(4);
  const { results, server, interruption }: Json = JSON.parse(stdout);
  expect(interruption).toBeNull();
  expect(results.map(({ strategy, verdict }) => [strategy, verdict])).toEqual([
    ['bounces', 'inconclusive'],
    ['elsewhere', 'inconclusive'],
    ['fine', 'held'],
    ['typo', 'inconclusive'],
  ]);
  for (const [name, message] of Object.entries(MESSAGES)) {
    const failure = results.find(({ strategy }) => strategy === name)?.failure;
    expect(failure?.message).toContain(`strategy ${name} (./own.ts) `);
    expect(failure?.message).toContain(message);
    expect(stderr).toContain(`race-lab: ${failure?.message}\n  ${failure?.hint}\n`);
  }
  expect(stderr).not.toMatch(/^ +at /m);
  const schemas = await labSchemas();
  expect(schemas.filter((name) => name.startsWith(server.schema))).toEqual([]);
}

/** Only the strategy that can be loaded once fails. */
export async function expectOneFailed(
  lab: Lab,
  command: string,
  flags: readonly string[],
): Promise<void> {
  const strategies = 'atomic,./volatile.ts,for-update';
  const args = ['--strategy', strategies, '--scenario', 'deposit', ...flags, '--json'];
  const { code, stdout } = await lab(command, ...args);
  expect(code).toBe(4);
  const { results }: Json = JSON.parse(stdout);
  expect(results.map(({ strategy, verdict }) => [strategy, verdict])).toEqual([
    ['atomic', 'held'],
    ['volatile', 'inconclusive'],
    ['for-update', 'held'],
  ]);
  expect(results[1]?.failure?.message).toContain('it has changed');
}
