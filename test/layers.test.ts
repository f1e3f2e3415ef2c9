/** The linter enforces the layout. docs/architecture.md has the order of the folders. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { directoryWith } from './files/directory.js';

const root = new URL('../', import.meta.url);
const pathOf = (name: string) => fileURLToPath(new URL(name, root));

/** The linter's output for some files, with the project's own rules. */
async function lint(files: Record<string, string>): Promise<string> {
  const rules = readFileSync(pathOf('.oxlintrc.json'), 'utf8');
  const directory = directoryWith({ ...files, '.oxlintrc.json': rules });
  const args = [pathOf('node_modules/oxlint/bin/oxlint'), '.'];
  const output = await promisify(execFile)(process.execPath, args, { cwd: directory }).catch(
    (error: unknown) => error,
  );
  return String(Object(output).stdout);
}

describe('the linter', () => {
  test('refuses a cycle of types alone', async () => {
    const output = await lint({
      'src/text/a.ts': "import type { B } from './b.js';\nexport type A = B | null;\n",
      'src/text/b.ts': "import type { A } from './a.js';\nexport type B = readonly A[];\n",
    });
    expect(output).toContain('import(no-cycle)');
  });

  test('refuses an import of a folder that stands above', async () => {
    const output = await lint({
      'src/explore/a.ts': "import type { B } from '../subject/account/b.js';\nexport type A = B;\n",
      'src/subject/account/b.ts': 'export type B = string;\n',
    });
    expect(output).toContain('explore/ stands below');
  });

  test.each(['strategies', 'scenarios', 'plan', 'authoring'])(
    'refuses an import of %s/ in explore/, which is generic',
    async (folder) => {
      const output = await lint({
        'src/explore/a.ts': `import type { B } from '../${folder}/b.js';\nexport type A = B;\n`,
        [`src/${folder}/b.ts`]: 'export type B = string;\n',
      });
      expect(output).toContain('explore/ is generic');
    },
  );

  test.each([
    ['judge', 'account', 'serial'],
    ['judge', 'serial', 'account'],
    ['subject', 'account', 'case'],
    ['subject', 'case', 'account'],
  ])('refuses an import in %s/%s/ of %s/ beside it', async (folder, own, other) => {
    const output = await lint({
      [`src/${folder}/${own}/a.ts`]: `import type { B } from '../${other}/b.js';\nexport type A = B;\n`,
      [`src/${folder}/${other}/b.ts`]: 'export type B = string;\n',
    });
    expect(output).toContain('stand side by side');
  });

  test('refuses an import of the vocabulary in text/', async () => {
    const output = await lint({
      'src/text/a.ts': "import type { B } from '../model.js';\nexport type A = B;\n",
      'src/model.ts': 'export type B = string;\n',
    });
    expect(output).toContain('text/ stands below');
  });

  test.each([
    ['account', 'account'],
    ['case', 'serial'],
  ])('allows subject/%s/ to import judge/%s/', async (subject, judge) => {
    const output = await lint({
      [`src/subject/${subject}/a.ts`]: `import type { B } from '../../judge/${judge}/b.js';\nexport type A = B;\n`,
      [`src/judge/${judge}/b.ts`]: 'export type B = string;\n',
    });
    expect(output).not.toMatch(/no-cycle|no-restricted-imports/);
  });

  test('allows an import of a folder that stands below', async () => {
    const output = await lint({
      'src/subject/account/a.ts':
        "import type { B } from '../../explore/b.js';\nexport type A = B;\n",
      'src/explore/b.ts': 'export type B = string;\n',
    });
    expect(output).not.toMatch(/no-cycle|no-restricted-imports/);
  });
});

test('every source folder has a rule in the linter and a place on the page', () => {
  const folders = readdirSync(pathOf('src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const rules = readFileSync(pathOf('.oxlintrc.json'), 'utf8');
  const page = readFileSync(pathOf('docs/architecture.md'), 'utf8');
  expect(folders.filter((folder) => !page.includes(`${folder}/`))).toEqual([]);
  // cli/ stands above all others, so no rule restricts it.
  expect(folders.filter((folder) => !rules.includes(`"src/${folder}/**"`))).toEqual(['cli']);
});
