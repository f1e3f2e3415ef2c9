/** A file of strategies, some of which fail, on the command line. */
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
  directory = await mkdtemp(join(tmpdir(), 'race-lab-failed-'));
  await writeFile(join(directory, 'own.ts'), OWN);
  await writeFile(join(directory, 'volatile.ts'), VOLATILE);
  await writeFile(join(directory, 'race-lab.config.ts'), CONFIG);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

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

/** Races with several processes need the built program. All others run in this process. */
const lab = (...args: readonly string[]) => {
  const env = { RACE_LAB_URL: serverUrl() };
  if (args.includes('--processes')) return raceLab(args, { cwd: directory, env });
  return callIn(directory, args, env);
};

const MESSAGES = {
  bounces: 'left its transaction open',
  elsewhere: 'reported a commit, but sent no statement through db',
  typo: 'fails with a single worker: 42P01',
};

describe.each([
  ['run', ['--workers', '4']],
  ['run', ['--workers', '4', '--processes', '2']],
  ['compare', ['--workers', '4', '--operations', '20']],
  ['explore', []],
])('%s %s', (command, flags) => {
  test('reports all strategies, exits with 4, and leaves nothing behind', async () => {
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
  });
});

test.each([['run'], ['explore']])(
  'with only this strategy, %s prints no empty table',
  async (command) => {
    const { code, stdout, stderr } = await lab(command, '--strategy', './own.ts#typo');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(
      /^race-lab: strategy typo \(\.\/own\.ts\) fails .*\n {2}Fix its SQL\.\n$/,
    );
  },
);

test.each([
  ['run', ['--processes', '2', '--workers', '4']],
  ['explore', []],
])('in %s, one that can be loaded only once fails alone', async (command, flags) => {
  await rm(join(directory, 'volatile.mark'), { force: true });
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
});

test('a check continues, and reports the others', async () => {
  const { code, stdout, stderr } = await lab('check');
  expect(code).toBe(4);
  expect(stdout).toMatch(/^ERROR +mixed /m);
  expect(stdout).toMatch(/^ok +fine /m);
  expect(stdout).toMatch(/^fine +held /m);
  expect(stdout).toMatch(/^typo +error /m);
  expect(stderr).toContain('1 of 2 experiments could not be carried out to the end: "mixed"');
});

test('explain continues too', async () => {
  const { code, stdout, stderr } = await lab('explain', './own.ts');
  expect(code).toBe(4);
  expect(stdout).toMatch(/^fine: /m);
  expect(stdout).toMatch(/^typo: /m);
  expect(stderr).toContain('race-lab: strategy bounces (./own.ts) left its transaction open');
});
