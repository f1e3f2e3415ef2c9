import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import postgres from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';

import { loadCases } from '../../src/files/load-cases.js';
import { caseNameFor, startingCase } from '../../src/files/starting-case.js';
import type { Case } from '../../src/model.js';
import { shellWords } from '../plan/shell-words.js';
import { faultyNetwork } from '../support/faulty-network.js';
import { testServer } from '../support/sessions.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';
import { runOf } from '../authoring/run-of.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEVER = /(?!)/;
const FORMS = [
  ['a.race.ts', 'pg'],
  ['a.race.mjs', 'pg'],
  ['a.race.mts', 'postgres'],
  ['a.race.js', 'postgres'],
] as const;

/** A directory in which this project's packages can be imported. */
function directoryWithPackages(files: Readonly<Record<string, string>>): string {
  const directory = directoryWith(files);
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

async function onlyCase(path: string): Promise<Case> {
  const [only, ...others] = await loadCases([path], loading);
  if (only === undefined || others.length > 0) throw new Error('not one case');
  return only;
}

test.each([
  ['./checkout.race.ts', 'checkout'],
  ['/a/BuyTicket.race.mjs', 'buy-ticket'],
  ['./2 for 1.race.js', 'for-1'],
  ['./naive.race.ts', 'naive'],
  ['./all.race.ts', 'my-all'],
  ['./5.race.ts', 'mine'],
])('the case of %s is called %s', (path, name) => {
  expect(caseNameFor(path)).toBe(name);
});

test.each(['./it.race.ts', './$&/my <name>.race.mjs', "./it's.race.js", './all*/a.race.mts'])(
  'a first case at %s has its own path in its command, and can be loaded',
  async (path) => {
    const text = startingCase(path, caseNameFor(path), 'postgres');
    const [command = ''] = /race-lab explore .*/.exec(text) ?? [];
    expect(shellWords(command)).toEqual(['race-lab', 'explore', path]);
    const directory = directoryWithPackages({ [path]: text });
    expect((await onlyCase(join(directory, path))).name).toBe(caseNameFor(path));
  },
);

/** The database of the test run, at an address that every driver understands. */
async function database(): Promise<{ sql: postgres.Sql; url: string }> {
  const network = await faultyNetwork(testServer(), { fault: 'cut', when: NEVER });
  const { url } = network;
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  onTestFinished(async () => {
    await sql`drop table if exists product`;
    await sql.end();
    network.close();
  });
  return { sql, url };
}

const sqlIn = (parts: Case['schema']) =>
  parts.map((part) => (part.kind === 'sql' ? part.text : '')).join(';');

/**
 * Runs both workers. Each reads, and then waits to write until the other one has read.
 * @returns the messages of their errors, and the rows that violate invariants
 */
async function race(given: Case) {
  const { sql, url } = await database();
  await sql.unsafe(sqlIn([...given.schema, ...given.start]));
  const application = await given.open?.({ url, env: {} });
  const { signal } = new AbortController();
  const settled = await sql.begin(async (holder) => {
    await holder`select from product for update`;
    const running = given.workers.map(async (worker) =>
      runOf(worker)(application, { worker: worker.name, signal, url }),
    );
    const both = Promise.allSettled(running);
    for (let waiting = 0; waiting < running.length;) {
      const [row] = await sql`select count(*)::int from pg_locks where not granted`;
      waiting = Number(row?.['count']);
    }
    return { both };
  });
  const endings = await settled.both;
  const violations = await sql.unsafe(given.invariants.map(({ sql: query }) => query).join(';'));
  await given.close?.(application);
  return {
    errors: endings.flatMap((each) => (each.status === 'rejected' ? [each.reason.message] : [])),
    violations: [...violations],
  };
}

describe.each(FORMS)('%s with %s', (file, driver) => {
  const text = startingCase(`./${file}`, 'shop', driver);

  test('breaks as it is', async () => {
    const path = join(directoryWithPackages({ [file]: text }), file);
    expect(await race(await onlyCase(path))).toEqual({
      errors: [],
      violations: [{ id: 1, stock: -1 }],
    });
  });

  test('holds when its comment is followed', async () => {
    const changed = driver === 'pg' ? 'result.rowCount' : 'result.count';
    expect(text).toContain(
      `add\n * \`and stock > 0\` to it, and throw the error when ${changed} is 0.`,
    );
    const fixed = text
      .replace(
        /(where id = (\$1|\$\{product\}))(?=['`][^]*return)(?![^]*const result)/,
        '$1 and stock > 0',
      )
      .replace('  return {', `  if (${changed} === 0) throw new Error('sold out');\n  return {`);
    const path = join(directoryWithPackages({ [file]: fixed }), file);
    const given = await onlyCase(path);
    expect(given.refusals).toEqual([{ kind: 'text', text: 'sold out' }]);
    expect(await race(given)).toEqual({ errors: ['sold out'], violations: [] });
  });
});
