/** Runs the examples as users would. The examples for Vitest run together with our own tests. More: examples.long.test.ts */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { node, nodeTest, ROOT, type NodeRun } from './support/node.js';
import { serverUrl } from './support/server.js';

describe('with Node’s own test runner', () => {
  it('a failing test prints the witness, and how to replay it', async () => {
    const { code, output } = await nodeTest('test/api/red.mjs');

    expect(output).toMatch(/expected naive to hold, but it broke\n/);
    expect(output).toContain('◄ overwrites version 1 by B');
    expect(output).toContain('race-lab replay --strategy naive --schedule ABBA');
    expect(output).toContain('test/api/red.mjs:7:');
    expect(code).toBe(1);
  });
});

describe('npm run examples', () => {
  const directories: string[] = [];
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
  });

  /** A directory with an example with one case, whose two workers read, and then insert what they count. */
  function directoryOf(example: object): string {
    const directory = mkdtempSync(join(tmpdir(), 'race-lab-example-'));
    directories.push(directory);
    writeFileSync(join(directory, 'example.json'), JSON.stringify(example));
    writeFileSync(join(directory, 'count.race.ts'), COUNT);
    return directory;
  }

  const runExamples = (...names: readonly string[]): Promise<NodeRun> =>
    node(['scripts/examples.js', ...names], { RACE_LAB_URL: serverUrl() });

  const COUNT = `import { defineCase } from 'race-lab';
import pg from '${join(ROOT, 'node_modules/pg/esm/index.mjs')}';
export default defineCase({
  name: 'count',
  schema: 'create table note (number int)',
  open: ({ url }) => new pg.Pool({ connectionString: url }),
  close: (pool) => pool.end(),
  worker: async (pool) => {
    const { rows } = await pool.query('select count(*)::int as number from note');
    await pool.query('insert into note values ($1)', [rows[0].number]);
  },
});`;

  const run = { args: ['explore', 'count.race.ts'], expect: { count: 'broken' }, seconds: 60 };

  it('passes when the verdict is as expected', async () => {
    const { code, output } = await runExamples(directoryOf({ title: 'notes', runs: [run] }));
    expect(output).toContain('✓ count broken: 4 of 6 schedules (all) broke');
    expect(output).toMatch(/All as expected\.\n$/);
    expect(code).toBe(0);
  });

  it('fails with another verdict, without a result, too late, and with an error', async () => {
    const runs = [
      { ...run, expect: { count: 'held', amount: 'held' }, seconds: 0.1 },
      { ...run, args: ['explore', 'no.race.ts'] },
    ];
    const { code, output } = await runExamples(directoryOf({ title: 'notes', runs }));
    expect(output).toContain('✗ count broken, not held: Broken in 4 of 6');
    expect(output).toContain('✗ amount: there is no such case');
    expect(output).toMatch(/✗ race-lab explore count\.race\.ts: [\d.]+ s, and may take 0\.1 s/);
    expect(output).toContain('✗ race-lab explore no.race.ts: exit code 2\n');
    expect(output).toContain('Not as expected: ');
    expect(code).toBe(1);
  });

  it('fails when a program is missing, a set-up fails, or a file is wrong, and says so', async () => {
    const wrong = [
      { needs: [{ command: ['no-such-program', '--version'], install: 'Install it.' }] },
      { setup: [{ command: ['node', '--no-such-flag'] }] },
      { runs: [] },
    ];
    const examples = wrong.map((changed) =>
      directoryOf({ title: 'notes', runs: [run], ...changed }),
    );
    const { code, output } = await runExamples(...examples);
    const [missing, failed, unreadable] = output.split('was not run: ').slice(1);
    expect(missing).toContain(
      'it needs no-such-program (no-such-program --version: it is not installed). Install it.',
    );
    expect(failed).toContain('bad option');
    expect(unreadable).toContain('example.json: runs is an array of');
    expect(code).toBe(1);
  });

  it('knows the names of the examples', async () => {
    const { code, output } = await runExamples('fund');
    expect(output).toMatch(/There is no example "fund"\. There are: .*found/);
    expect(code).toBe(2);
  });
});
