import { symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  filesMatching,
  findCaseFiles,
  isCaseFile,
  isGlob,
  nearestCaseFile,
} from '../../src/files/case-files.js';
import { directoryWith } from './directory.js';

/** Files of these names, all empty. */
const filesIn = (...names: readonly string[]) =>
  directoryWith(Object.fromEntries(names.map((name) => [name, ''])));

test.each([
  ['a.race.ts', true],
  ['/x/a.race.mts', true],
  ['a.race.js', true],
  ['a.race.mjs', true],
  ['a.race.cts', false],
  ['a.race.tsx', false],
  ['race.ts', false],
  ['a-race.ts', false],
])('%s is a file of cases: %s', (name, expected) => {
  expect(isCaseFile(name)).toBe(expected);
});

test.each([
  ['./a.race.ts', false],
  ['./a b#c.race.ts', false],
  ['*.race.ts', true],
  ['a?.ts', true],
  ['{a,b}.ts', true],
  ['[ab].ts', true],
])('%s is a glob: %s', (text, expected) => {
  expect(isGlob(text)).toBe(expected);
});

describe('the file that was probably meant', () => {
  test.each([
    ['acounts.race.ts', 'accounts.race.ts'],
    ['acounts.race.js', 'accounts.race.ts'],
    ['acounts.ts', 'accounts.race.ts'],
    ['acounts', 'accounts.race.ts'],
    ['shp.race.ts', 'shop.race.mjs'],
    ['stocks.race.ts', undefined],
    ['cart.race.ts', undefined],
    ['carts.race.ts', undefined],
    ['none/acounts.race.ts', undefined],
  ])('%s: %s', async (name, meant) => {
    const directory = filesIn('accounts.race.ts', 'shop.race.mjs', 'carted.ts');
    const found = await nearestCaseFile(join(directory, name));
    expect(found).toBe(meant === undefined ? undefined : join(directory, meant));
  });
});

describe('the files of cases below a directory', () => {
  test('are sorted, and neither of packages, built, nor hidden', async () => {
    const directory = filesIn(
      'b.race.ts',
      'a.race.mjs',
      'a.ts',
      'src/deep/er/c.race.mts',
      'src/d.race.js',
      'node_modules/x/e.race.ts',
      'src/node_modules/x/f.race.ts',
      'dist/g.race.js',
      'src/dist/h.race.js',
      '.cache/i.race.ts',
      '.j.race.ts',
      'a.race.ts/k.ts',
    );
    symlinkSync(join(directory, 'b.race.ts'), join(directory, 'l.race.ts'));
    symlinkSync(directory, join(directory, 'src/circle'));
    symlinkSync(join(directory, 'gone'), join(directory, 'm.race.ts'));
    const found = await findCaseFiles(directory);
    expect(found.map((path) => relative(directory, path))).toEqual([
      'a.race.mjs',
      'b.race.ts',
      'l.race.ts',
      'src/d.race.js',
      'src/deep/er/c.race.mts',
    ]);
  });

  test('are none where there is no directory', async () => {
    expect(await findCaseFiles(join(filesIn(), 'gone'))).toEqual([]);
  });

  test('are no longer looked for once the signal is aborted', async () => {
    const stopped = findCaseFiles(filesIn('a.race.ts'), AbortSignal.abort(new Error('stopped')));
    await expect(stopped).rejects.toThrow('stopped');
  });
});

describe('a glob', () => {
  const NAMES = [
    'a.race.ts',
    'b.race.ts',
    'b.race.js',
    'src/a.race.ts',
    'src/deep/a.race.ts',
    'src/deep/er/c.race.ts',
    'src/[id]/d.race.ts',
    'node_modules/x/a.race.ts',
    'src/.hidden/a.race.ts',
    '.e.race.ts',
    'dist/f.race.ts',
  ];

  test.each([
    ['*.race.ts', ['a.race.ts', 'b.race.ts']],
    ['?.race.{ts,js}', ['a.race.ts', 'b.race.js', 'b.race.ts']],
    ['[!a].race.ts', ['b.race.ts']],
    ['[a-b].race.ts', ['a.race.ts', 'b.race.ts']],
    ['[b-a].race.ts', []],
    ['*/*.race.ts', ['dist/f.race.ts', 'src/a.race.ts']],
    ['**/a.race.ts', ['a.race.ts', 'src/a.race.ts', 'src/deep/a.race.ts']],
    [
      'src/**',
      ['src/[id]/d.race.ts', 'src/a.race.ts', 'src/deep/a.race.ts', 'src/deep/er/c.race.ts'],
    ],
    ['src/**/er/*.ts', ['src/deep/er/c.race.ts']],
    ['**/**/c*', ['src/deep/er/c.race.ts']],
    ['{src/deep,dist}/*.race.ts', ['dist/f.race.ts', 'src/deep/a.race.ts']],
    ['src/[id]/*.race.ts', ['src/[id]/d.race.ts']],
    ['src/*/a.race.ts', ['src/deep/a.race.ts']],
    ['node_modules/**/*.ts', ['node_modules/x/a.race.ts']],
    ['src/.hidden/*', ['src/.hidden/a.race.ts']],
    ['*.race', []],
    ['gone/*.ts', []],
    ['a.race.ts/*', []],
    ['a+race.t[s', []],
  ])('%s', async (glob, expected) => {
    const directory = filesIn(...NAMES);
    const found = await filesMatching(`${directory}/${glob}`);
    expect(found.map((path) => relative(directory, path))).toEqual(expected);
  });

  test('is relative to the current directory', async () => {
    const here = await filesMatching('test/files/case-file[s].test.*');
    expect(here.map((path) => relative(process.cwd(), path))).toEqual([
      'test/files/case-files.test.ts',
    ]);
  });
});
