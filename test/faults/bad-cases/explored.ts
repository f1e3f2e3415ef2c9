/** Explores bad cases together with a good one, and checks that nothing is left. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

import { PATIENCE } from '../../../src/database/patience.js';
import type { CaseResult } from '../../../src/model.js';
import { callIn, type CallResult } from '../../cli/harness.js';
import { serverUrl } from '../../support/server.js';
import { openSession } from '../../support/sessions.js';
import { moduleOf, type BadCase } from './table.js';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Shorter limits than the defaults, to keep the tests fast. */
export const SHORT = {
  ...PATIENCE,
  codeMs: 1_000,
  schemaMs: 2_000,
  serviceMs: 1_500,
  watchMs: 900,
  invariantMs: 500,
};

/** To open many connections takes some time. */
export const CONNECTING = { codeMs: 10_000 };

const GOOD = moduleOf({ name: 'good', code: '' });

/** A directory with a file for each case, a good one, and files of SQL. Remove it after the tests. */
export function directoryOf(cases: readonly Pick<BadCase, 'name' | 'code'>[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'bad-cases-'));
  const write = (name: string, content: string | Buffer) =>
    writeFileSync(join(directory, name), content);
  symlinkSync(NODE_MODULES, join(directory, 'node_modules'));
  mkdirSync(join(directory, 'dir.sql'));
  write('latin1.sql', Buffer.from('-- caf\xE9', 'latin1'));
  write('binary.sql', 'select 1; \0');
  write('wrong.sql', 'create table a ();\ncreate tabel b ();\n');
  write('orders.mjs', 'export const sell = (pool) => pool.query("select 1");\n');
  write('good.race.ts', GOOD);
  for (const each of cases) write(`${each.name}.race.ts`, moduleOf(each));
  return directory;
}

export const remove = (directory: string): void =>
  rmSync(directory, { recursive: true, force: true });

export interface Explored extends CallResult {
  /** By the names of the cases. */
  readonly results: Readonly<Record<string, CaseResult>>;
}

/** Explores the files of these cases, and after them the good one, all in one command. */
export async function exploreWithGood(
  directory: string,
  names: readonly string[],
  { flags = [], codeMs = SHORT.codeMs }: { flags?: readonly string[]; codeMs?: number } = {},
): Promise<Explored> {
  const files = [...names, 'good'].map((name) => `./${name}.race.ts`);
  const args = ['explore', ...files, '--json', '--url', serverUrl(), ...flags];
  const ended = await callIn(directory, args, {}, { patience: { ...SHORT, codeMs } });
  // A case has set it.
  process.exitCode = undefined;
  const report: { results: readonly CaseResult[] } = JSON.parse(ended.stdout);
  const results = Object.fromEntries(report.results.map((result) => [result.case, result]));
  return { ...ended, results };
}

/** Databases of race-lab, connections to them, and open ports of this process. */
async function leftovers() {
  const session = await openSession();
  const databases = await session.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'race\\_lab\\_%'`,
  );
  const connections = await session.query<{ name: string }>(
    `select concat_ws(' ', datname, application_name, query) as name from pg_stat_activity
      where datname like 'race\\_lab\\_%'
        or (application_name like 'race-lab race\\_lab\\_%'
          -- Replicas of a shared lab, as other tests start them.
          and application_name not like 'race-lab race\\_lab\\_\\_%')`,
  );
  const resources = process.getActiveResourcesInfo();
  return {
    databases: databases.map(({ name }) => name),
    connections: connections.map(({ name }) => name),
    ports: resources.filter((name) => name === 'TCPServerWrap').length,
  };
}

/** A session ends on the server soon after its client has left. */
export async function expectNothingLeft(): Promise<void> {
  await expect.poll(leftovers).toEqual({ databases: [], connections: [], ports: 0 });
}

/** What a good case always ends with. */
export function expectGood({ results }: Explored): void {
  expect(results['good']).toMatchObject({ verdict: 'held', schedules: 2, failure: null });
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Matches this text, and no other. */
export const exactly = (text: string): RegExp => new RegExp(`^${escaped(text)}$`);

/** Matches texts with these parts, in this order. */
export const inOrder = (...parts: readonly string[]): RegExp =>
  new RegExp(parts.map(escaped).join('.*'));
