/** How a test file gets at cases. */
import { expect, test } from 'vitest';

import { defineCase } from '../../src/index.js';
import type { Case } from '../../src/model.js';
import { ImportedCases } from '../../src/report/imported-cases.js';

const the = (name: string, file: string, more: Partial<Case> = {}): Case => ({
  ...defineCase({ name, schema: 'select 1', open: () => 1, worker: () => 1 }),
  file,
  ...more,
});

const imported = (...cases: readonly Case[]) => {
  const collected = new ImportedCases((file) => `./${file}`);
  const words = cases.map((each) => collected.wordFor(each));
  return { words, lines: collected.lines, modules: collected.modules };
};

test('a default export gets the name of the case, a named one keeps its own', () => {
  expect(
    imported(
      the('last-copy', 'a.race.ts', { exported: 'default' }),
      the('two', "it's/b.race.ts", { exported: 'Two$' }),
    ),
  ).toStrictEqual({
    words: ['lastCopy', 'Two$'],
    lines: [
      "import lastCopy from './a.race.ts';",
      String.raw`import { Two$ } from './it\'s/b.race.ts';`,
    ],
    modules: [],
  });
});

test('no two have the same name, nor that of something else in the file', () => {
  const { words, lines } = imported(
    the('test', 'a.race.ts', { exported: 'default' }),
    the('new', 'b.race.ts', { exported: 'replay' }),
    the('test', 'c.race.ts', { exported: 'default' }),
    the('more', 'd.race.ts', { exported: 'test' }),
  );
  expect(words).toStrictEqual(['testCase', 'replayCase', 'testCase2', 'testCase3']);
  expect(lines[1]).toBe("import { replay as replayCase } from './b.race.ts';");
});

test('a case is imported once', () => {
  const one = the('one', 'a.race.ts', { exported: 'default' });
  expect(imported(one, { ...one })).toMatchObject({ words: ['one', 'one'], lines: { length: 1 } });
});

test.each<[string, Partial<Case>]>([
  ['that has no open', { exported: 'default', open: null }],
  ['that no export is', {}],
  ['with an export whose name is no identifier', { exported: 'last copy' }],
])('a case %s is named by its file', (_, more) => {
  expect(imported(the('last-copy', 'a b#/50%.race.ts', more))).toStrictEqual({
    words: ['`${lastCopyFile}#last-copy`'],
    lines: [
      "const lastCopyFile = fileURLToPath(new URL('./a%20b%23/50%25.race.ts', import.meta.url));",
    ],
    modules: ["import { fileURLToPath } from 'node:url';"],
  });
});
