/** A user's own strategies and scenarios, as a new user would try them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { directoryWith, one, TWO } from '../files/directory.js';
import { shellWords } from '../plan/shell-words.js';
import { compilerErrors } from '../support/compiler.js';
import { raceLab } from '../support/command.js';
import { astray } from './astray.js';
import { callIn, parsed } from './harness.js';
import { onServer } from './own-files.js';

const SMALL = ['--workers', '4', '--operations', '3'];

const inProgram = (cwd: string, args: readonly string[]) => raceLab(args, { cwd });

describe('race-lab new', () => {
  test.each([
    ['my-withdraw.ts', inProgram],
    ['MyWithdraw.mts', callIn],
    ['my withdraw.js', callIn],
    ['2-my-withdraw.mjs', callIn],
  ] as const)('%s runs unchanged', async (file, lab) => {
    const cwd = directoryWith({});
    const made = await callIn(cwd, ['new', file]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const [command] = /race-lab run .*/.exec(made.stdout) ?? [''];
    const [, ...args] = shellWords(command);
    expect(args).toEqual(['run', '--strategy', `./${file}`]);
    const { code, stdout } = await lab(cwd, [...args, ...SMALL, ...onServer(), '--json']);
    expect(code).toBe(0);
    expect(parsed(stdout).results).toMatchObject([{ strategy: 'my-withdraw', verdict: 'held' }]);
  });

  test('its strategy holds in each schedule, behaves as it claims, and is explained', async () => {
    const cwd = directoryWith({});
    await callIn(cwd, ['new', 'mine.ts']);
    const flags = ['./mine.ts', ...onServer()];
    const explored = await callIn(cwd, [
      'explore',
      '--scenario',
      'joint',
      '--expect',
      'mine:claims',
      '--strategy',
      ...flags,
    ]);
    expect(explored).toMatchObject({ code: 0, stderr: '' });
    expect(explored.stdout).toContain('mine');
    const { stdout } = await callIn(cwd, ['explain', ...flags]);
    expect(stdout).toContain('Claims to prevent lost updates, overdrafts, write skew');
    // The file makes no claim about deadlocks, and has none.
    expect(stdout).toMatch(/^Deadlocks +possible: /m);
    expect(stdout).not.toContain('wait for each other');
    expect(stdout).toContain('for update');
    expect(stdout).toContain('race-lab explore --strategy ./mine.ts');
  });

  test('a name without a path gets the path as a suggestion', async () => {
    const cwd = directoryWith({ 'mine.ts': 'precious', 'fees.mjs': '' });
    const strategy = await callIn(cwd, ['run', '--strategy', 'naive,mine']);
    expect(strategy.code).toBe(2);
    expect(strategy.stderr).toContain('Did you mean ./mine.ts? Known: naive');
    const scenario = await callIn(cwd, ['explore', '--scenario', 'fees']);
    expect(scenario.stderr).toContain('Did you mean ./fees.mjs? Known: withdraw');
    const other = await callIn(cwd, ['run', '--strategy', 'mines']);
    expect(other.stderr).not.toContain('Did you mean');
  });

  test('says how to install the types when they are missing', async () => {
    const { stdout } = await callIn(directoryWith({}), ['new', 'mine.ts']);
    expect(stdout).toContain('npm pack');
    // The registry may not have the package.
    expect(stdout).not.toContain('npm install --save-dev race-lab');
    const installed = directoryWith({ 'node_modules/race-lab/package.json': '{}' });
    expect((await callIn(installed, ['new', 'mine.ts'])).stdout).not.toContain('npm');
  });

  test('does not overwrite a file', async () => {
    const cwd = directoryWith({ 'mine.ts': 'precious' });
    const { code, stderr } = await callIn(cwd, ['new', 'mine.ts']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'race-lab: new: ./mine.ts already exists, and was not changed\n  Choose another name.\n',
    });
    expect(readFileSync(join(cwd, 'mine.ts'), 'utf8')).toBe('precious');
  });

  test('does not use the name of a built-in strategy', async () => {
    const cwd = directoryWith({});
    await callIn(cwd, ['new', 'naive.ts']);
    expect(readFileSync(join(cwd, 'naive.ts'), 'utf8')).toContain("name: 'my-naive'");
  });

  test('its TypeScript compiles in strict mode with the types of this package', async () => {
    const cwd = directoryWith({ 'package.json': '{ "type": "module" }' });
    await callIn(cwd, ['new', 'mine.mts']);
    const text = readFileSync(join(cwd, 'mine.mts'), 'utf8');
    writeFileSync(
      join(cwd, 'wrong.mts'),
      text.replace('overwrote(account, row.version)', "overwrote(account, 'one')"),
    );
    // All errors are in that file.
    expect(await compilerErrors(cwd)).toMatch(/^(?:wrong\.mts\(.*\n)*wrong\.mts\(.*'string'.*\n$/);
  });
});

describe('the commands of a report name the file', () => {
  /** The strategy of `race-lab new`, without its lock. */
  async function broken(file: string): Promise<string> {
    const cwd = directoryWith({ 'a b/x': '' });
    await callIn(cwd, ['new', file]);
    const text = readFileSync(join(cwd, file), 'utf8');
    writeFileSync(join(cwd, file), text.replace(/^ +\.forUpdate\(\)$/m, ''));
    return cwd;
  }

  test.each(['mine.ts', 'a b/mine.mjs'])('and work when they are pasted: %s', async (file) => {
    const cwd = await broken(file);
    const { stdout } = await callIn(cwd, ['explore', '-s', `./${file}`, ...onServer()]);
    const [command = ''] = /race-lab replay [^]*$/.exec(stdout) ?? [];
    const [, ...args] = shellWords(command.trim().replaceAll(/\n\s*/g, ' '));
    expect(args).toContain(`./${file}`);
    const replayed = await callIn(cwd, [...args, '--expect', 'mine:broken']);
    expect(replayed).toMatchObject({ code: 0, stderr: '' });
  });

  test('and the strategy in the file', async () => {
    const hasty = `export const hasty = { name: 'hasty', attempt: async (db, { accounts, decide }) => {
      const rows = await db.selectFrom('account').select(['id', 'balance', 'version'])
        .where('id', 'in', accounts).execute();
      const decision = decide(rows);
      if (decision.refused) return refused;
      const [{ account, balance }] = decision.changes;
      const { version } = await db.updateTable('account').set({ balance })
        .where('id', '=', account.id).returning(['id', 'version']).executeTakeFirstOrThrow();
      return { kind: 'committed', writes: [{ account: account.id, version, basis: account.version }] };
    } };`;
    const cwd = directoryWith({ 'two.ts': TWO.replaceAll(/: (number|string)/g, '') + hasty });
    const args = ['run', '-s', 'two.ts#hasty,naive', '-w', '9', '--think', '2', ...onServer()];
    const { stdout } = await callIn(cwd, [...args, '--expect', 'hasty:broken']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('race-lab run --strategy ./two.ts#hasty');
  });
});

test('races, explores and names a scenario of a user', async () => {
  const cwd = directoryWith({
    'fees.ts': `import { defineScenario, makeOperation } from 'race-lab';
      export default defineScenario({
        name: 'fees',
        accounts: { least: 2, default: 2, multipleOf: 1 },
        nextOperation(draw) {
          const [from, to] = draw.pair();
          const amount: number = draw.amount();
          return makeOperation({
            kind: 'transfer',
            accounts: [from, to],
            changes: [{ account: from, by: -amount - 1 }, { account: to, by: amount }],
            requires: { accounts: [from], atLeast: amount + 1 },
          });
        },
      });`,
  });
  const flags = ['--scenario', './fees.ts', ...onServer()];
  const raced = await callIn(cwd, ['run', '-s', 'for-update,atomic', ...SMALL, ...flags, '--json']);
  expect(raced.stderr).toBe('');
  expect(parsed(raced.stdout).results).toMatchObject([
    { scenario: 'fees', verdict: 'held', drift: 0 },
    { scenario: 'fees', verdict: 'held', drift: 0 },
  ]);
  const explored = await callIn(cwd, ['explore', '--balance', '20', ...flags]);
  expect(explored.stdout.replaceAll(/\s+/g, ' ')).toContain('--scenario ./fees.ts');
});

describe('faulty code of a user', () => {
  test('a thrown error is printed with its place, without a stack', async () => {
    const cwd = directoryWith({ 'astray.ts': astray("throw new TypeError('no');") });
    const { code, stderr } = await callIn(cwd, ['explore', '-s', 'astray.ts', ...onServer()]);
    expect(code).toBe(4);
    expect(stderr.split('\n')[0]).toBe(
      'race-lab: strategy astray (./astray.ts) threw TypeError: no at ./astray.ts:3',
    );
    expect(stderr).not.toContain('    at ');
  });
});

test('refuses one name in two files, and names both', async () => {
  const cwd = directoryWith({ 'one.ts': one('mine'), 'two.ts': one('mine') });
  const { code, stderr } = await callIn(cwd, ['compare', '-s', './one.ts,./two.ts']);
  expect(code).toBe(2);
  expect(stderr).toContain('two strategies have the name mine, in ./one.ts and in ./two.ts');
});
