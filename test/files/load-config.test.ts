import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { CONFIG_NAMES, findConfig } from '../../src/files/find-config.js';
import { loadConfig } from '../../src/files/load-config.js';
import { loading } from './loading.js';

const scratch = mkdtempSync(join(tmpdir(), 'race-lab-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function directory(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(scratch, 'd-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

describe('without a name', () => {
  test.each(CONFIG_NAMES)('%s is found', async (name) => {
    expect(await findConfig(directory({ [name]: '', 'other.config.ts': '' }))).toBe(name);
  });

  test('there may be none', async () => {
    const path = directory({});
    mkdirSync(join(path, 'race-lab.config.ts'));
    expect(await findConfig(path)).toBeNull();
  });

  test('two configs are an error', async () => {
    const path = directory({ 'race-lab.config.json': '{}', 'race-lab.config.mjs': '' });
    await expect(findConfig(path)).rejects.toThrow(
      'there are 2 configs here: race-lab.config.mjs, race-lab.config.json',
    );
  });
});

describe('a config is read', () => {
  const config = { experiments: {} };
  const source = `{ experiments: {} }`;

  test.each([
    [
      'a.ts',
      `import { defineConfig, type Config } from 'race-lab';
      const config: Config = defineConfig(${source}); export default config;`,
    ],
    ['a.mts', `export default ${source};`],
    ['a.js', `import { defineConfig } from 'race-lab'; export default defineConfig(${source});`],
    ['a.mjs', `export default ${source};`],
    ['a.json', '\uFEFF{"experiments": {}}'],
  ])('from %s', async (name, text) => {
    expect(await loadConfig(join(directory({ [name]: text }), name), loading)).toStrictEqual(
      config,
    );
  });

  test.each([
    ['a.ts', `export const config = ${source};`, 'it has no default export'],
    ['a.ts', 'export default {', 'a.ts'],
    ['a.json', '{\n  "experiments": {},\n}', 'line 3, column 1'],
  ])('but not from %s with %j', async (name, text, told) => {
    const path = join(directory({ [name]: text }), name);
    await expect(loadConfig(path, loading)).rejects.toThrow(told);
    await expect(loadConfig(path, loading)).rejects.toThrow(name);
  });

  test.each(['nowhere.json', 'nowhere.ts'])('nor from %s', async (name) => {
    await expect(loadConfig(join(scratch, name), loading)).rejects.toThrow(name);
  });

  test('nor from a directory', async () => {
    const path = join(directory({}), 'dir.json');
    mkdirSync(path);
    await expect(loadConfig(path, loading)).rejects.toThrow('it is a directory');
  });
});
