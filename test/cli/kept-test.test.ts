/** `--write-test` of `explore` and `replay`: the test that it writes, run by Vitest. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { caseProject, racy, safe } from './case-project.js';
import { callIn, type CallResult } from './harness.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const env = { RACE_LAB_URL: serverUrl() };

/** Files in a directory of its own, which has race-lab, Vitest and a driver installed. */
function project(files: Readonly<Record<string, string>>): string {
  const directory = directoryWith({ 'package.json': '{ "type": "module" }', ...files });
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(ROOT, join(directory, 'node_modules/race-lab'));
  for (const name of ['vitest', 'pg']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(directory, 'node_modules', name));
  }
  return directory;
}

/** Two customers buy the last copy. @param attempt what each of them does with `connection` */
const shop = (attempt: string): string => `import { defineCase } from 'race-lab';
import pg from 'pg';

const buy = async (connection) => { ${attempt} };
const database = {
  schema: 'create table product (id int primary key, stock int not null)',
  start: 'insert into product values (1, 1)',
  refusals: 'sold out',
};

export const expect = defineCase({
  ...database,
  name: 'last-copy',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  workers: { anna: buy, ben: buy },
});

// Without open, it connects by itself.
export const alone = defineCase({
  ...database,
  name: 'own-connection',
  worker: async ({ url }) => {
    const client = new pg.Client(url);
    await client.connect();
    return buy(client).finally(() => client.end());
  },
});
`;

const CHECKS_FIRST = shop(`
  const { rows } = await connection.query('select stock from product');
  if (rows[0].stock < 1) throw new Error('sold out');
  await connection.query('update product set stock = stock - 1');
  return 'bought';`);

/** One statement instead of two: the order that broke cannot be followed to its end. */
const DECIDES_ONCE = shop(`
  const { rowCount } = await connection.query('update product set stock = stock - 1 where stock > 0');
  if (rowCount === 0) throw new Error('sold out');
  return 'bought';`);

/** @returns the exit code, and everything that Vitest printed */
const vitest = (cwd: string): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((done) => {
    const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', cwd];
    const { NODE_OPTIONS: _of, VITEST: _this, ...others } = process.env;
    const options = { cwd, env: { ...others, ...env, NO_COLOR: '1', CI: 'true' } };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });

const lab = (cwd: string, ...args: readonly string[]): Promise<CallResult> =>
  callIn(cwd, args, env);

test('the written test fails while the code is broken, and passes when it is fixed', async () => {
  const cwd = project({ 'src/shop.race.ts': CHECKS_FIRST, 'test/other.txt': '' });
  const path = 'test/shop.test.ts';
  const explored = await lab(cwd, 'explore', 'src/shop.race.ts', '--write-test', path);
  expect(explored.code).toBe(0);
  expect(explored.stderr).toBe(
    `Wrote ./${path}. It fails until the code is fixed: npx vitest run ./${path}\n`,
  );
  expect(explored.stdout).not.toContain('expect.extend');
  const text = readFileSync(join(cwd, path), 'utf8');
  expect(text).toBe(`import { fileURLToPath } from 'node:url';
import { replay } from 'race-lab';
import { matchers } from 'race-lab/matchers';
import { expect, test } from 'vitest';

import { expect as expectCase } from '../src/shop.race.ts';
const ownConnectionFile = fileURLToPath(new URL('../src/shop.race.ts', import.meta.url));

expect.extend(matchers);

// What broke: not serializable. In this order, A (worker 1) and B (worker 2)
// both returned "bought"; product 1: stock 1 → -1.
// \`follow\`: where changed code cannot follow the letters, it goes on freely.
test('own-connection holds in the order ABBA', async () => {
  const report = await replay(\`\${ownConnectionFile}#own-connection\`, {
    schedule: 'ABBA',
    follow: true,
  });
  expect(report).toHold();
}, 30_000);

// What broke: not serializable. In this order, A (anna) and B (ben) both
// returned "bought"; product 1: stock 1 → -1.
// \`follow\`: where changed code cannot follow the letters, it goes on freely.
test('last-copy holds in the order ABBA', async () => {
  expect(await replay(expectCase, { schedule: 'ABBA', follow: true })).toHold();
}, 30_000);
`);

  const red = await vitest(cwd);
  expect(red.code).toBe(1);
  expect(red.output).toContain('2 failed');
  expect(red.output).toContain('expected last-copy to hold, but it broke');
  expect(red.output).toContain('expected own-connection to hold, but it broke');
  expect(red.output).toMatch(/^ {5}A anna +B ben +rows$/m);

  writeFileSync(join(cwd, 'src/shop.race.ts'), DECIDES_ONCE);
  const green = await vitest(cwd);
  expect(green).toMatchObject({
    code: 0,
    output: expect.stringContaining('2 passed') as unknown,
  });
});

describe('without a file', () => {
  const files = { 'src/racy.race.ts': racy('racy'), 'src/safe.race.ts': safe('safe') };
  const theTest = `import { replay } from 'race-lab';
import { matchers } from 'race-lab/matchers';
import { expect, test } from 'vitest';

import racy from './racy.race.ts';

expect.extend(matchers);

// What broke: invariant "stock is never below zero". In this order, A (anna)
// and B (ben) both returned null; product 1: stock 1 → -1.
// \`follow\`: where changed code cannot follow the letters, it goes on freely.
test('racy holds in the order ABA', async () => {
  expect(await replay(racy, { schedule: 'ABA', follow: true })).toHold();
}, 30_000);
`;

  test.each([
    ['explore', ['explore', 'src/*.race.ts', '--write-test', '-']],
    ['replay', ['replay', 'src/racy.race.ts', '--schedule', 'ABA', '--write-test']],
  ])('%s prints it below the report', async (_, args) => {
    const { code, stdout, stderr } = await lab(caseProject(files), ...args);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    const caption = 'A Vitest test that keeps this, for a file beside ./src/racy.race.ts:';
    expect(stdout.endsWith(`\n\n${caption}\n\n${theTest}`)).toBe(true);
  });

  test('it is a property of the JSON, and a block of Markdown', async () => {
    const cwd = caseProject(files);
    const args = ['explore', 'src/racy.race.ts', '--write-test', '--json', '-o', 'r.md'];
    const { stdout } = await lab(cwd, ...args);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, test: theTest });
    expect(readFileSync(join(cwd, 'r.md'), 'utf8')).toContain(`\n\`\`\`ts\n${theTest}\`\`\`\n`);
    const plain = await lab(cwd, 'explore', 'src/racy.race.ts', '--json');
    expect(JSON.parse(plain.stdout)).not.toHaveProperty('test');
  });

  test('a schedule that held is kept as well when it is replayed', async () => {
    const args = ['replay', 'src/safe.race.ts', '--schedule', 'AB', '--write-test'];
    const { stdout } = await lab(caseProject(files), ...args);
    expect(stdout).toContain('// This order held. In this order, A (worker 1) returned null');
    expect(stdout).toContain("replay(safe, { schedule: 'AB', follow: true })");
  });
});

test('when nothing broke, there is no test and no file', async () => {
  const cwd = caseProject({ 'safe.race.ts': safe('safe') });
  const args = ['explore', 'safe.race.ts', '--write-test', 'safe.test.ts'];
  const { code, stderr } = await lab(cwd, ...args);
  expect({ code, stderr }).toStrictEqual({
    code: 0,
    stderr: 'race-lab: --write-test: nothing broke, so there is no test to write\n',
  });
  expect(existsSync(join(cwd, 'safe.test.ts'))).toBe(false);
  const printed = await lab(cwd, 'explore', 'safe.race.ts', '--write-test', '--json');
  expect(JSON.parse(printed.stdout)).toMatchObject({ test: null });
});

describe('is wrong usage, before anything runs:', () => {
  const replay = ['replay', 'racy.race.ts', '--schedule', 'ABA'];
  test.each<[string, readonly string[], string]>([
    ['a file that exists', [...replay, '--write-test', 'old.test.ts'], 'already exists'],
    [
      'a file of cases',
      ['explore', '--write-test', 'racy.race.ts'],
      'is the name of a file of cases',
    ],
    ['another ending', [...replay, '--write-test', 'x.txt'], '.ts, .mts, .js, .mjs'],
    ['a missing directory', [...replay, '--write-test', 'no/x.ts'], 'is in no existing directory'],
    ['CSV', [...replay, '--write-test', '--format', 'csv'], '--format csv has no place for it'],
    ['a strategy', ['explore', '-s', 'naive', '--write-test'], 'is for cases of your own code'],
    ['a strategy to replay', ['replay', '--schedule', 'ABBA', '--write-test'], 'is for cases of'],
  ])('%s', async (_, args, reason) => {
    const cwd = caseProject({ 'racy.race.ts': racy('racy'), 'old.test.ts': 'old' });
    const { code, stdout, stderr } = await lab(cwd, ...args);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^race-lab: --write-test/);
    expect(stderr).toContain(reason);
    expect(readFileSync(join(cwd, 'old.test.ts'), 'utf8')).toBe('old');
  });
});
