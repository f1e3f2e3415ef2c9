/** Tests that `--write-test` writes for a shop, and what runs them. */
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { directoryWith } from '../files/directory.js';
import { serverUrl } from '../support/server.js';
import { callIn, type CallResult } from './harness.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const env = { RACE_LAB_URL: serverUrl() };

/** Files in a directory of its own, which has race-lab, Vitest and a driver installed. */
export function project(files: Readonly<Record<string, string>>): string {
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

export const CHECKS_FIRST = shop(`
  const { rows } = await connection.query('select stock from product');
  if (rows[0].stock < 1) throw new Error('sold out');
  await connection.query('update product set stock = stock - 1');
  return 'bought';`);

/** One statement instead of two: the order that broke cannot be followed to its end. */
export const DECIDES_ONCE = shop(`
  const { rowCount } = await connection.query('update product set stock = stock - 1 where stock > 0');
  if (rowCount === 0) throw new Error('sold out');
  return 'bought';`);

/** @returns the exit code, and everything that Vitest printed */
export const vitest = (cwd: string): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((done) => {
    const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', cwd];
    const { NODE_OPTIONS: _of, VITEST: _this, ...others } = process.env;
    const options = { cwd, env: { ...others, ...env, NO_COLOR: '1', CI: 'true' } };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });

export const lab = (cwd: string, ...args: readonly string[]): Promise<CallResult> =>
  callIn(cwd, args, env);
