/** `--write-test` of `explore` and `replay`: the test that it writes, run by Vitest. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { caseProject, racy, safe } from './case-project.js';
import { CHECKS_FIRST, lab, project } from './kept-shop.js';

test('a test of each case that broke is written into a new file', async () => {
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
}, 60_000);

// What broke: not serializable. In this order, A (anna) and B (ben) both
// returned "bought"; product 1: stock 1 → -1.
// \`follow\`: where changed code cannot follow the letters, it goes on freely.
test('last-copy holds in the order ABBA', async () => {
  expect(await replay(expectCase, { schedule: 'ABBA', follow: true })).toHold();
}, 60_000);
`);
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
}, 60_000);
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
