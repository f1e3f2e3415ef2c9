/** Modules of every kind share nothing, even when another copy of race-lab is installed. */
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { Conflict } from '../../src/errors.js';
import { definitionFinder, loadFiles } from '../../src/files/load.js';
import type { Strategy } from '../../src/model.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

const finder = definitionFinder(loading);

/** Another copy of race-lab, as `npm install` puts it beside a user's file. It must never be loaded. */
const INSTALLED = {
  'node_modules/race-lab/package.json': '{ "type": "module", "exports": "./index.js" }',
  'node_modules/race-lab/index.js': `export class Conflict extends Error {}
    export const defineStrategy = () => { throw new Error('of the other copy'); };`,
};

const COUNTS = `
  let calls = 0;
  const attempt = async () => ({ calls: (calls += 1), helped: help(), Conflict });`;

const ESM = (helper: string): string => `
  import { Conflict, defineStrategy } from 'race-lab';
  import { help } from '${helper}';
  ${COUNTS}
  export default defineStrategy({ name: 'counts', attempt });`;

const HELP_ESM = 'let times = 0; export const help = () => (times += 1);';

const CJS = (helper: string): string => `
  const { Conflict, defineStrategy } = require('race-lab');
  const { help } = require('${helper}');
  ${COUNTS}
  module.exports = defineStrategy({ name: 'counts', attempt });`;

const HELP_CJS = 'let times = 0; exports.help = () => (times += 1);';

async function loaded(directory: string, file: string): Promise<Strategy> {
  const path = join(directory, file);
  const [strategy] = (await loadFiles({ strategy: [path] }, loading)).strategies.get(path) ?? [];
  if (strategy === undefined) throw new Error('it was not loaded');
  return strategy;
}

/** What the strategy returns at its next call. */
const call = (strategy: object): unknown => Reflect.get(strategy, 'attempt')();

type Files = Readonly<Record<string, string>>;

const MODULES: readonly (readonly [title: string, file: string, files: Files])[] = [
  ['.ts', 'a.ts', { 'a.ts': ESM('./b.js'), 'b.ts': HELP_ESM }],
  ['.ts that imports .mjs', 'a.ts', { 'a.ts': ESM('./b.mjs'), 'b.mjs': HELP_ESM }],
  ['.mjs', 'a.mjs', { 'a.mjs': ESM('./b.mjs'), 'b.mjs': HELP_ESM }],
  ['.mjs that imports .cjs', 'a.mjs', { 'a.mjs': ESM('./b.cjs'), 'b.cjs': HELP_CJS }],
  [
    '.mjs that imports a module with a top-level await',
    'a.mjs',
    { 'a.mjs': ESM('./b.mjs'), 'b.mjs': `await null; ${HELP_ESM}` },
  ],
  [
    '.js of type "module"',
    'a.js',
    { 'a.js': ESM('./b.js'), 'b.js': HELP_ESM, 'package.json': '{ "type": "module" }' },
  ],
  ['.js without a type', 'a.js', { 'a.js': ESM('./b.js'), 'b.js': HELP_ESM }],
  ['.js in CommonJS', 'a.js', { 'a.js': CJS('./b.js'), 'b.js': HELP_CJS }],
  ['.cjs', 'a.cjs', { 'a.cjs': CJS('./b.cjs'), 'b.cjs': HELP_CJS }],
  ['.cjs that requires .mjs', 'a.cjs', { 'a.cjs': CJS('./b.mjs'), 'b.mjs': HELP_ESM }],
  ['.cts', 'a.cts', { 'a.cts': CJS('./b.cjs'), 'b.cjs': HELP_CJS }],
];

describe('a fresh instance shares no variables of its module and of the modules that it imports', () => {
  test.each(MODULES)('%s', async (_title, file, files) => {
    const directory = directoryWith({ ...INSTALLED, ...files });
    const counts = await loaded(directory, file);
    const other = await finder.strategy(counts);
    expect(await Promise.all([call(counts), call(counts), call(other)])).toEqual([
      { calls: 1, helped: 1, Conflict },
      { calls: 2, helped: 2, Conflict },
      { calls: 1, helped: 1, Conflict },
    ]);
    const path = join(directory, file);
    expect(other).toMatchObject({ name: 'counts', file: path, reference: path });
  });
});

test('within one instance, a module that is imported twice is loaded once', async () => {
  const directory = directoryWith({
    'a.mjs': `${ESM('./b.mjs')} import './c.mjs';`,
    'b.mjs': HELP_ESM,
    'c.mjs': "import { help } from './b.mjs'; help();",
  });
  expect(await call(await loaded(directory, 'a.mjs'))).toMatchObject({ calls: 1, helped: 2 });
});

test('an importing module waits for the imported one', async () => {
  const directory = directoryWith({
    'a.mjs': `${ESM('./b.mjs')} if (help() !== 1) throw new Error('too early');`,
    'b.mjs': `export let help; await new Promise(setImmediate); let times = 0;
      help = () => (times += 1);`,
  });
  expect(await call(await loaded(directory, 'a.mjs'))).toMatchObject({ helped: 2 });
});

test('modules that import each other do not wait for each other', async () => {
  const directory = directoryWith({
    'a.mjs': `${ESM('./b.mjs')} export const one = 1;`,
    'b.mjs': "import { one } from './a.mjs'; export const help = () => one;",
  });
  expect(await call(await loaded(directory, 'a.mjs'))).toMatchObject({ helped: 1 });
});

const HELP_NAMED = '({ help: () => 1 })';

test.each([
  ['an object', `module.exports = ${HELP_NAMED};`],
  ['a function', `module.exports = Object.assign(() => 1, ${HELP_NAMED});`],
  ['exports', 'exports.help = () => 1;'],
  ['what was an ES module', `exports.__esModule = true; exports.default = ${HELP_NAMED};`],
  ['a frozen object with a default', `module.exports = Object.freeze({ default: ${HELP_NAMED} });`],
])('the default import of a CommonJS file: %s', async (_title, helper) => {
  const importing = ESM('./b.cjs').replace('{ help }', 'b');
  const directory = directoryWith({
    'a.mjs': `${importing} const { help } = b;`,
    'b.cjs': helper,
  });
  expect(await call(await loaded(directory, 'a.mjs'))).toMatchObject({ helped: 1 });
});

test('what a CommonJS file requires shows no default among its names', async () => {
  const directory = directoryWith({
    'a.cjs': CJS('./b.cjs'),
    'b.cjs': "const names = Object.keys(require('./c.cjs')); exports.help = () => names;",
    'c.cjs': 'exports.one = 1;',
  });
  expect(await call(await loaded(directory, 'a.cjs'))).toMatchObject({ helped: ['one'] });
});

test("a package is the user's own, and loaded once", async () => {
  const directory = directoryWith({
    'a.mjs': ESM('helper'),
    'node_modules/helper/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/helper/index.js': HELP_ESM,
  });
  const first = await loaded(directory, 'a.mjs');
  expect(await call(first)).toMatchObject({ calls: 1, helped: 1 });
  expect(await call(await finder.strategy(first))).toMatchObject({ calls: 1, helped: 2 });
});
