import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { UsageError } from '../../src/errors.js';
import { loadFiles } from '../../src/files/load.js';
import { directoryWith, one, TWO } from './directory.js';
import { loading } from './loading.js';

/** The names of the definitions in a file. */
async function namesIn(...items: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { strategies } = await loadFiles({ strategy: [items.join(',')] }, loading);
  return items.map((item) => (strategies.get(item) ?? []).map(({ name }) => name));
}

/** The error of loading strategies, without the directory in it. */
async function refusedBecause(directory: string, item: string) {
  const error: unknown = await loadFiles({ strategy: [join(directory, item)] }, loading).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof UsageError)) throw new Error(`it was loaded, or broke: ${String(error)}`);
  const short = (text = '') => text.replaceAll(`${directory}/`, '');
  const { message, hint } = error.spelledIn('flags');
  return { message: short(message), hint: short(hint) };
}

describe('what is loaded', () => {
  test.each(['ts', 'mts', 'js', 'mjs'])('a default export of a .%s file', async (ending) => {
    const path = join(directoryWith({ [`mine.${ending}`]: one('mine') }), `mine.${ending}`);
    expect(await namesIn(path)).toEqual([['mine']]);
  });

  test.each([
    ['cjs', 'module.exports = defineStrategy({ name: "mine", attempt });'],
    ['cjs', 'exports.one = defineStrategy({ name: "mine", attempt });'],
    ['cts', 'module.exports = { one: defineStrategy({ name: "mine", attempt }) };'],
  ])('what a .%s file exports: %s', async (ending, exported) => {
    const text = `const { defineStrategy, refused } = require('race-lab');
      const attempt = async () => refused; ${exported}`;
    const path = join(directoryWith({ [`mine.${ending}`]: text }), `mine.${ending}`);
    expect(await namesIn(path)).toEqual([['mine']]);
  });

  test('several of a file, or one of them; other exports are ignored', async () => {
    const path = join(directoryWith({ 'two.ts': TWO }), 'two.ts');
    expect(await namesIn(path, `${path}#plain`)).toEqual([['careful', 'plain'], ['plain']]);
    const { strategies } = await loadFiles({ strategy: [path, `${path}#plain`] }, loading);
    const [, plain] = strategies.get(path) ?? [];
    expect(plain).toMatchObject({ file: path, reference: `${path}#plain` });
    expect(strategies.get(`${path}#plain`)?.[0]).toBe(plain);
  });

  test('one that is exported twice counts once', async () => {
    const text = `${one('mine').replace('export default', 'export const mine =')} export default mine;`;
    const path = join(directoryWith({ 'mine.ts': text }), 'mine.ts');
    expect(await namesIn(path)).toEqual([['mine']]);
  });

  test.each([
    ['under its own name', 'export const attempt'],
    ['under all names', "export const name = 'module'; export const attempt"],
  ])('one whose attempt is exported too, %s', async (_title, exported) => {
    const text = `import { defineStrategy, refused } from 'race-lab';
      ${exported} = async () => refused; export default defineStrategy({ name: 'mine', attempt });`;
    const path = join(directoryWith({ 'mine.ts': text }), 'mine.ts');
    expect(await namesIn(path)).toEqual([['mine']]);
  });

  test('a module that is itself a strategy, if it exports none', async () => {
    const text = "export const name = 'mine'; export const attempt = async () => {};";
    const path = join(directoryWith({ 'mine.ts': text }), 'mine.ts');
    expect(await namesIn(path)).toEqual([['mine']]);
  });

  test('a file that imports another one by the name of its compiled output', async () => {
    const directory = directoryWith({
      'mine.ts': "import { name } from './name.js';\n" + one('x').replace("'x'", 'name'),
      'name.ts': "export const name: string = 'imported';",
    });
    expect(await namesIn(join(directory, 'mine.ts'))).toEqual([['imported']]);
  });

  test('names that are no files are left to the plan', async () => {
    const { strategies, scenarios } = await loadFiles(
      {
        strategy: ['naive,all'],
        scenario: 'mixed',
      },
      loading,
    );
    expect([strategies.size, scenarios.size]).toEqual([0, 0]);
  });
});

describe('what cannot be loaded', () => {
  test.each<[string, Record<string, string>, string, string, string]>([
    ['no file', {}, 'mine.ts', '--strategy: there is no file mine.ts', 'race-lab new'],
    [
      'another ending',
      { 'mine.mts': one('mine') },
      'mine.ts',
      '--strategy: there is no file mine.ts',
      'Did you mean mine.mts?',
    ],
    [
      'no ending',
      { 'mine.ts': one('mine') },
      'mine',
      '--strategy: there is no file mine',
      'Did you mean mine.ts?',
    ],
    ['a directory', { 'a/mine.ts': '' }, 'a', '--strategy: a is a directory', 'Name a file in it.'],
    [
      'another kind of file',
      { 'mine.json': '{}' },
      './mine.json',
      '--strategy: mine.json is neither TypeScript nor JavaScript',
      '.ts, .mts',
    ],
    [
      'a syntax error',
      { 'mine.ts': 'const a: number = 1;\nconst b = ;\n' },
      'mine.ts',
      '--strategy: mine.ts has a syntax error at mine.ts:2:11: Unexpected token',
      'Fix the error there',
    ],
    [
      'a syntax error in a file that it imports',
      { 'mine.mjs': "import './other.mjs';", 'other.mjs': '\n\nfunction {' },
      'mine.mjs',
      '--strategy: mine.mjs has a syntax error at other.mjs:3:10: Unexpected token',
      'Fix the error there',
    ],
    [
      'an import of a file that is not there',
      { 'mine.ts': "import { a } from './helpers.js';\nexport const b = a;" },
      'mine.ts',
      "--strategy: mine.ts: there is no module './helpers.js', which mine.ts imports",
      'relative to the file',
    ],
    [
      'an import of a package that is not installed',
      { 'mine.ts': "import { a } from 'left-pad-too';\nexport const b = a;" },
      'mine.ts',
      "--strategy: mine.ts: there is no module 'left-pad-too', which mine.ts imports",
      'npm install left-pad-too',
    ],
    [
      'it throws',
      { 'mine.ts': "interface A {}\n\nthrow new TypeError('not today');" },
      'mine.ts',
      '--strategy: mine.ts throws while it is loaded: TypeError: not today (mine.ts:3)',
      'Fix the file',
    ],
    [
      'no strategy',
      {
        'mine.ts':
          'export const limit = 5; export const options = { a: 1 }; export default () => 1;',
      },
      'mine.ts',
      '--strategy: mine.ts exports no strategy: it exports default (a function), limit (5), options (an object with a)',
      "export default defineStrategy({ name: 'mine'",
    ],
    [
      'no export',
      { 'mine.js': '' },
      'mine.js',
      '--strategy: mine.js exports no strategy: it exports nothing',
      "import { defineStrategy } from 'race-lab'",
    ],
    [
      'a scenario alone',
      {
        'mine.ts':
          "import { defineScenario } from 'race-lab'; export const fees = defineScenario({ name: 'fees', nextOperation: () => { throw 1; } });",
      },
      'mine.ts',
      '--strategy: mine.ts exports no strategy: it exports fees (a scenario)',
      'defineStrategy',
    ],
    [
      'an incomplete definition, with its place',
      {
        'mine.ts':
          "import { defineStrategy } from 'race-lab';\n\ndefineStrategy({ name: 'mine' });",
      },
      'mine.ts',
      '--strategy: mine.ts: strategy mine has no attempt (mine.ts:3)',
      'async attempt',
    ],
    [
      'an attempt without a strategy',
      { 'mine.ts': 'export const attempt = async () => {};' },
      'mine.ts',
      '--strategy: mine.ts: a strategy has no name',
      "name: 'my-strategy'",
    ],
    [
      'an incomplete plain object',
      { 'mine.ts': 'export const mine = { attempt: async () => {} };' },
      'mine.ts',
      '--strategy: mine.ts: a strategy has no name',
      "name: 'my-strategy'",
    ],
    [
      'the name of a built-in one',
      { 'mine.ts': one('naive') },
      'mine.ts',
      '--strategy: mine.ts has a strategy naive, which is the name of a built-in strategy',
      'another name',
    ],
    [
      'the same name twice',
      { 'mine.ts': TWO.replace("'plain'", "'careful'") },
      'mine.ts',
      '--strategy: mine.ts has two strategies called careful',
      'another name',
    ],
    [
      'an unknown name',
      { 'mine.ts': TWO },
      'mine.ts#carefull',
      '--strategy: "carefull" is not a known strategy of mine.ts',
      'Did you mean careful? Known: careful, plain.',
    ],
  ])('%s', async (_title, files, item, message, hint) => {
    const told = await refusedBecause(directoryWith(files), item);
    expect(told.message.slice(0, message.length)).toBe(message);
    expect(told.hint).toContain(hint);
  });
});

describe('a file that waits at its top level', () => {
  const ALIVE = 'setInterval(() => {}, 1_000).unref();\n';
  const endless = `${ALIVE}await new Promise(() => {});\n`;
  const slow = `${ALIVE}await new Promise((resolve) => setImmediate(resolve));\n`;

  test.each([
    ['itself', { 'mine.ts': endless + one('mine') }],
    [
      'in an imported file',
      { 'mine.ts': `import './b.js';${one('mine')}`, 'b.js': `${endless}export {};` },
    ],
  ])('for ever, %s, fails after the limit', async (_title, files) => {
    const path = join(directoryWith(files), 'mine.ts');
    const load = loadFiles({ strategy: [path] }, { ...loading, limitMs: 50 });
    await expect(load).rejects.toThrow(UsageError);
    await expect(load).rejects.toThrow(
      `strategy: ${path} was not loaded within 50 ms: a top-level await in it, or in a file that it imports, has not ended`,
    );
  });

  test('and then continues is loaded', async () => {
    const path = join(directoryWith({ 'mine.ts': slow + one('mine') }), 'mine.ts');
    expect(await namesIn(path)).toEqual([['mine']]);
  });

  test('for ever fails when it is aborted', async () => {
    const path = join(directoryWith({ 'mine.ts': endless + one('mine') }), 'mine.ts');
    const ending = new AbortController();
    const load = loadFiles({ strategy: [path] }, { ...loading, signal: ending.signal });
    ending.abort(new Error('enough'));
    await expect(load).rejects.toThrow('enough');
    await expect(
      loadFiles({ strategy: [path] }, { ...loading, signal: ending.signal }),
    ).rejects.toThrow('enough');
  });
});
