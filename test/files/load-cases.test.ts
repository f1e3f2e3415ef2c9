import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/errors.js';
import { caseFinder, loadCases } from '../../src/files/load-cases.js';
import { loadFiles } from '../../src/files/load.js';
import type { Case } from '../../src/model.js';
import { directoryWith, one, TWO } from './directory.js';
import { loading } from './loading.js';
import { runOf } from '../authoring/run-of.js';

const caseOf = (name: string, more = ''): string =>
  `defineCase({ name: '${name}', schema: './schema.sql', workers: { anna: () => 1 }, ${more} })`;

const oneCase = (name: string, more?: string): string =>
  `import { defineCase } from 'race-lab';\nexport default ${caseOf(name, more)};`;

const TWO_CASES = `import { defineCase } from 'race-lab';
  export const first = ${caseOf('first')};
  export const limit = 5;
  export const second = { name: 'second', schema: ['./db/a.sql', 'select 1'], worker: () => 1 };`;

const only = ([found, ...others]: readonly Case[]): Case => {
  if (found === undefined || others.length > 0) throw new Error('not one case');
  return found;
};

/** The error of loading, without the directory in it. */
async function refusedBecause(work: Promise<unknown>, directory: string) {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error(`it was loaded, or broke: ${String(error)}`);
  const short = (text = '') => text.replaceAll(`${directory}/`, '');
  const { message, hint } = error.spelledIn('flags');
  return { message: short(message), hint: short(hint) };
}

describe('what is loaded', () => {
  test.each(['race.ts', 'race.mts', 'race.js', 'race.mjs', 'ts'])(
    'a default export of a file that ends in %s',
    async (ending) => {
      const path = join(directoryWith({ [`shop.${ending}`]: oneCase('shop') }), `shop.${ending}`);
      const shop = only(await loadCases([path], loading));
      expect(shop).toMatchObject({ name: 'shop', file: path, reference: path });
      expect(shop).toSatisfy(Object.isFrozen);
    },
  );

  test('several of a file, each with its own reference, and paths relative to the file', async () => {
    const directory = directoryWith({ 'two.race.ts': TWO_CASES });
    const path = join(directory, 'two.race.ts');
    const [first, second, ...others] = await loadCases([path], loading);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      name: 'first',
      reference: `${path}#first`,
      schema: [{ kind: 'file', path: join(directory, 'schema.sql') }],
    });
    expect(second).toMatchObject({
      name: 'second',
      reference: `${path}#second`,
      schema: [{ kind: 'file', path: join(directory, 'db/a.sql') }, { kind: 'sql' }],
    });
  });

  test('a path is relative to the file that calls defineCase, not to the one that exports it', async () => {
    const directory = directoryWith({
      'all.race.ts': "export { default as shop } from './shop/shop.race.ts';",
      'shop/shop.race.ts': oneCase('shop').replace('\n', '\nawait null;\n'),
    });
    const shop = only(await loadCases([join(directory, 'all.race.ts')], loading));
    expect(shop.schema).toEqual([{ kind: 'file', path: join(directory, 'shop/schema.sql') }]);
    expect(shop.file).toBe(join(directory, 'all.race.ts'));
  });

  test('each once, in the order in which they are named', async () => {
    const directory = directoryWith({
      'two.race.ts': TWO_CASES,
      'z.race.ts': oneCase('zoo'),
      'sub/a.race.ts': oneCase('zoo'),
    });
    const at = (name: string) => join(directory, name);
    const items = [at('z.race.ts'), `${at('two.race.ts')}#second`, at('**/*.race.ts')];
    const loaded = await loadCases(items, loading);
    expect(loaded.map(({ reference }) => reference)).toEqual([
      at('z.race.ts'),
      `${at('two.race.ts')}#second`,
      at('sub/a.race.ts'),
      `${at('two.race.ts')}#first`,
    ]);
  });

  test('a file whose path looks like a glob', async () => {
    const path = join(directoryWith({ '[id]/shop.race.ts': oneCase('shop') }), '[id]/shop.race.ts');
    expect(only(await loadCases([path], loading)).file).toBe(path);
  });

  test('a module that is itself a case', async () => {
    const text =
      "export const name = 'shop'; export const schema = 'x'; export const worker = () => 1;";
    const path = join(directoryWith({ 'shop.race.ts': text }), 'shop.race.ts');
    expect(only(await loadCases([path], loading)).workers).toHaveLength(2);
  });
});

describe('what cannot be loaded', () => {
  test.each<[string, Record<string, string>, string, string, string]>([
    [
      'no file',
      {},
      'shop.race.ts',
      'case: there is no file shop.race.ts',
      'Run race-lab new checkout.race.ts to create a case.',
    ],
    [
      'a directory',
      { 'src/a.race.ts': '' },
      'src',
      'case: src is a directory',
      "Name a file in it, or write a glob in quotes, such as 'src/**/*.race.ts'.",
    ],
    [
      'a glob that matches nothing',
      { 'shop.race.ts': '' },
      '*.race.js',
      'case: no file matches "*.race.js"',
      "'src/**/*.race.ts'",
    ],
    [
      'strategies',
      { 'mine.ts': TWO },
      'mine.ts',
      'case: mine.ts exports no case: it exports LIMIT (5), careful (a strategy), helper (a function), plain (a strategy)',
      'Write --strategy mine.ts: it holds strategies.',
    ],
    [
      'nothing',
      { 'shop.race.ts': '' },
      'shop.race.ts',
      'case: shop.race.ts exports no case: it exports nothing',
      "export default defineCase({ name: 'mine'",
    ],
    [
      'an incomplete case, with its place',
      { 'shop.race.ts': "import { defineCase } from 'race-lab';\n\ndefineCase({ name: 'shop' });" },
      'shop.race.ts',
      'case: shop.race.ts: case shop has no schema (shop.race.ts:3)',
      "schema: './schema.sql'",
    ],
    [
      'an incomplete plain object',
      { 'shop.race.ts': "export default { name: 'shop', schema: 'x', workers: 5 };" },
      'shop.race.ts',
      'case: shop.race.ts: case shop: workers is 5',
      'an object of functions',
    ],
    [
      'the same name twice',
      { 'shop.race.ts': TWO_CASES.replace("'second'", "'first'") },
      'shop.race.ts',
      'case: shop.race.ts has two cases called first',
      'another name',
    ],
    [
      'an unknown name',
      { 'shop.race.ts': TWO_CASES },
      'shop.race.ts#secnd',
      'case: "secnd" is not a known case of shop.race.ts',
      'Did you mean second? Known: first, second.',
    ],
    [
      'a syntax error',
      { 'shop.race.ts': 'const b = ;\n' },
      'shop.race.ts',
      'case: shop.race.ts has a syntax error at shop.race.ts:1:11: Unexpected token',
      'Fix the error there',
    ],
  ])('%s', async (_title, files, item, message, hint) => {
    const directory = directoryWith(files);
    const told = await refusedBecause(loadCases([join(directory, item)], loading), directory);
    expect(told.message.replace(`${directory}/`, '')).toBe(message);
    expect(told.hint).toContain(hint);
  });

  test.each([
    ['naive', 'It is a strategy: write --strategy naive.'],
    ['checkout', 'Name a file, such as ./checkout.race.ts.'],
  ])('the word %s', async (item, hint) => {
    const told = await refusedBecause(loadCases([item], loading), process.cwd());
    expect(told.message).toBe(`case: there is no file "${item}"`);
    expect(told.hint).toContain(hint);
  });

  test('cases, where strategies are wanted', async () => {
    const directory = directoryWith({ 'shop.race.ts': oneCase('shop') });
    const path = join(directory, 'shop.race.ts');
    const told = await refusedBecause(loadFiles({ strategy: [path] }, loading), directory);
    expect(told).toEqual({
      message: '--strategy: shop.race.ts exports no strategy: it exports default (a case)',
      hint: 'Write race-lab explore shop.race.ts: it holds cases, which are named without an option.',
    });
  });

  test('strategies are found beside a case', async () => {
    const text = `${one('mine')}\nexport const shop = { name: 'shop', schema: 'x', worker: () => 1 };`;
    const path = join(directoryWith({ 'both.ts': text }), 'both.ts');
    expect(only(await loadCases([path], loading)).name).toBe('shop');
    const { strategies } = await loadFiles({ strategy: [path] }, loading);
    expect(strategies.get(path)?.map(({ name }) => name)).toEqual(['mine']);
  });
});

describe('a lane gets an instance of its own', () => {
  const context = { worker: 'anna', url: '', signal: new AbortController().signal };

  test('of the file and of what it imports by path', async () => {
    const directory = directoryWith({
      'two.race.ts': `import { count } from './count.js';
        import { defineCase } from 'race-lab';
        let here = 0;
        const base = { schema: 'x', workers: { anna: () => [(here += 1), count()] } };
        export const first = defineCase({ name: 'first', ...base });
        export const second = defineCase({ name: 'second', ...base });`,
      'count.ts': 'let calls = 0; export const count = () => (calls += 1);',
    });
    const [, second] = await loadCases([join(directory, 'two.race.ts')], loading);
    if (second === undefined) throw new Error('there is no second case');
    const find = caseFinder(loading);
    const lanes = [await find(second), await find(second), second];
    for (const lane of lanes) {
      expect(lane).toMatchObject({ name: 'second', reference: second.reference });
      expect(runOf(lane.workers[0])(null, context)).toEqual([1, 1]);
    }
    expect(runOf(second.workers[0])(null, context)).toEqual([2, 2]);
  });

  test('unless it has no file', async () => {
    const path = join(directoryWith({ 'shop.race.ts': oneCase('shop') }), 'shop.race.ts');
    const {
      file: _file,
      reference: _reference,
      ...object
    } = only(await loadCases([path], loading));
    expect(await caseFinder(loading)(object)).toBe(object);
  });

  test('or can no longer be found', async () => {
    const directory = directoryWith({ 'shop.race.ts': oneCase('shop') });
    const path = join(directory, 'shop.race.ts');
    const shop = only(await loadCases([path], loading));
    writeFileSync(path, readFileSync(path, 'utf8').replace("'shop'", "'store'"));
    const told = await refusedBecause(caseFinder(loading)(shop), directory);
    expect(told.message).toBe('case: "shop" is not a known case of shop.race.ts');
  });

  test('and stops loading with the signal', async () => {
    const path = join(directoryWith({ 'shop.race.ts': oneCase('shop') }), 'shop.race.ts');
    const shop = only(await loadCases([path], loading));
    const stopped = caseFinder(loading)(shop, AbortSignal.abort(new Error('stopped')));
    await expect(stopped).rejects.toThrow('stopped');
  });
});
