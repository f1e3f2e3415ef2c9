import { join } from 'node:path';

import { expect, test } from 'vitest';

import { loadFiles } from '../../src/files/load.js';
import { nameFor, startingPoint } from '../../src/files/starting-point.js';
import { shellWords } from '../plan/shell-words.js';
import { directoryWith } from './directory.js';
import { loading } from './loading.js';

test.each([
  './mine.ts',
  './my mine.ts',
  './$&/mine.mjs',
  "./$'$`$$/mine.ts",
  './{name}.ts',
  "./it's.js",
  './all*/mine.ts',
])('a first strategy at %s has its own path in its commands, and can be loaded', async (path) => {
  const text = startingPoint(path, nameFor(path));
  const [command = ''] = /race-lab run --strategy .*/.exec(text) ?? [];
  expect(shellWords(command)).toEqual(['race-lab', 'run', '--strategy', path]);
  const file = join(directoryWith({ [path]: text }), path);
  const [mine] = (await loadFiles({ strategy: [file] }, loading)).strategies.get(file) ?? [];
  expect(mine?.name).toBe(nameFor(path));
});

test('only a TypeScript file has types', () => {
  expect(startingPoint('./mine.ts', 'mine')).toContain('refused, type Write }');
  expect(startingPoint('./mine.ts', 'mine')).toContain('const writes: Write[] = [];');
  expect(startingPoint('./mine.js', 'mine')).toContain('refused }');
  expect(startingPoint('./mine.js', 'mine')).toContain('const writes = [];');
});
