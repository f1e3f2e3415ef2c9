/** The docstring of each export of the package has examples, and they compile. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import * as api from '../../src/index.js';
import { compilerErrors } from '../support/compiler.js';
import { ROOT } from '../support/node.js';

/** Exports of other packages. Those packages document them. */
const FOREIGN = new Set(['sql']);

let project = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'race-lab-docstrings-'));
});
afterAll(() => rm(project, { recursive: true }));

/** The source of the module of each export of `src/index.ts`, by the name of the export. */
async function sources(): Promise<ReadonlyMap<string, string>> {
  const index = await readFile(join(ROOT, 'src/index.ts'), 'utf8');
  const found = new Map<string, string>();
  for (const [, names = '', path = ''] of index.matchAll(
    /^export \{([^}]*)\} from '(\.[^']*)'/gm,
  )) {
    const source = await readFile(join(ROOT, 'src', path.replace(/\.js$/, '.ts')), 'utf8');
    for (const name of names.split(',')) found.set(name.trim(), source);
  }
  return found;
}

/** The docstrings of an export, one for each overload; empty when it has none. */
function docstringOf(name: string, source: string): string {
  const declaration = new RegExp(
    String.raw`\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:async |abstract )?(?:function|const|class) ${name}\b`,
    'g',
  );
  const found = [...source.matchAll(declaration)].map(([, docstring = '']) => docstring);
  return found.join('\n').replaceAll(/^ \* ?/gm, '');
}

const examplesIn = (docstring: string): readonly string[] =>
  [...docstring.matchAll(/```ts\n([^]*?)```/g)].map(([, example = '']) => example);

/** All examples, by the name of the export that they document. */
async function examples(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await sources();
  const names = Object.keys(api).filter((name) => !FOREIGN.has(name));
  const matchers = await readFile(join(ROOT, 'src/matchers.ts'), 'utf8');
  return new Map([
    ...names.map((name) => {
      const docstring = docstringOf(name, found.get(name) ?? '');
      return [name, examplesIn(docstring)] as const;
    }),
    ['matchers', examplesIn(matchers.replaceAll(/^ \* ?/gm, ''))],
  ]);
}

test('every export has an example that uses it', async () => {
  const lacking = [...(await examples())].filter(
    ([name, texts]) => !texts.some((text) => new RegExp(String.raw`\b${name}\b`).test(text)),
  );
  expect(lacking.map(([name]) => name)).toEqual([]);
});

test('every example compiles as a separate module', async () => {
  await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  for (const [name, texts] of await examples()) {
    for (const [index, text] of texts.entries()) {
      const file = join(project, 'examples', `${name}-${index}.ts`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  expect(await compilerErrors(project)).toBe('');
});
