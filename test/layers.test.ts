/** The linter enforces the layout. docs/architecture.md has the order of the folders. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, test } from 'vitest';

import { keptDirectoryWith } from './files/directory.js';

const root = new URL('../', import.meta.url);
const pathOf = (name: string) => fileURLToPath(new URL(name, root));

/** Files of a project, by their paths. */
type Files = Readonly<Record<string, string>>;

/** What the linter says of a file. */
interface Problem {
  readonly code: string;
  readonly help: string;
  readonly filename: string;
}

/** Lints projects in one run, each by this project's own rules, in a directory that is called by its index. */
async function lint(projects: readonly Files[]): Promise<readonly Problem[]> {
  const rules = readFileSync(pathOf('.oxlintrc.json'), 'utf8');
  const files = projects.flatMap((project, index) =>
    Object.entries({ ...project, '.oxlintrc.json': rules }).map(
      ([path, text]) => [`${index}/${path}`, text] as const,
    ),
  );
  const cwd = keptDirectoryWith(Object.fromEntries(files));
  const args = [pathOf('node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'];
  const output: unknown = await promisify(execFile)(process.execPath, args, { cwd }).catch(
    (error: unknown) => error,
  );
  rmSync(cwd, { recursive: true });
  const { diagnostics }: { readonly diagnostics: readonly Problem[] } = JSON.parse(
    String(Object(output).stdout),
  );
  return diagnostics;
}

/** A project in which a file of one folder imports a file of another. */
const importing = (folder: string, other: string): Files => ({
  [`src/${folder}/a.ts`]: `import type { B } from '${posix.relative(folder, other)}/b.js';\nexport type A = B;\n`,
  [`src/${other}/b.ts`]: 'export type B = string;\n',
});

/** Projects that the linter refuses, and the words for it. */
const REFUSED: readonly (readonly [what: string, files: Files, words: string])[] = [
  [
    'a cycle of types alone',
    {
      'src/text/a.ts': "import type { B } from './b.js';\nexport type A = B | null;\n",
      'src/text/b.ts': "import type { A } from './a.js';\nexport type B = readonly A[];\n",
    },
    'import(no-cycle)',
  ],
  [
    'an import of a folder that stands above',
    importing('explore', 'subject/account'),
    'explore/ stands below',
  ],
  ...['strategies', 'scenarios', 'plan', 'authoring'].map(
    (folder) =>
      [
        `an import of ${folder} in explore, which is generic`,
        importing('explore', folder),
        'is generic',
      ] as const,
  ),
  ...[
    ['judge/account', 'judge/serial'],
    ['judge/serial', 'judge/account'],
    ['subject/account', 'subject/case'],
    ['subject/case', 'subject/account'],
  ].map(
    ([folder = '', other = '']) =>
      [
        `an import of ${other} beside ${folder}`,
        importing(folder, other),
        'stand side by side',
      ] as const,
  ),
  [
    'an import of the vocabulary in text',
    {
      'src/text/a.ts': "import type { B } from '../model.js';\nexport type A = B;\n",
      'src/model.ts': 'export type B = string;\n',
    },
    'text/ stands below',
  ],
  [
    'a timer that code of users may replace',
    { 'src/explore/a.ts': 'export const a = (): unknown => setTimeout(() => {}, 1);\n' },
    'no-restricted-globals',
  ],
  [
    'a clock that code of users may replace',
    { 'src/explore/a.ts': 'export const a = (): number => performance.now();\n' },
    'no-restricted-globals',
  ],
];

/** Projects that it allows. */
const ALLOWED = [
  ['subject/account', 'judge/account'],
  ['subject/case', 'judge/serial'],
  ['subject/account', 'explore'],
] as const;

describe('the linter', () => {
  let problems: readonly Problem[] = [];
  beforeAll(async () => {
    const allowed = ALLOWED.map(([folder, other]) => importing(folder, other));
    problems = await lint([...REFUSED.map(([, files]) => files), ...allowed]);
  });
  const problemsOf = (project: number) =>
    problems.filter(({ filename }) => filename.startsWith(`${project}/`));

  test.each(REFUSED.map(([what, , words], project) => [what, words, project] as const))(
    'refuses %s',
    (_what, words, project) => {
      const texts = problemsOf(project).map(({ code, help }) => `${code} ${help}`);
      expect(texts).toContainEqual(expect.stringContaining(words));
    },
  );

  test.each(
    ALLOWED.map(([folder, other], index) => [folder, other, REFUSED.length + index] as const),
  )('allows %s to import %s', (_folder, _other, project) => {
    const codes = problemsOf(project).map(({ code }) => code);
    expect(codes.filter((code) => /no-cycle|no-restricted-imports/.test(code))).toEqual([]);
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

test('timers and clock of Node.js are imported only where they are kept', () => {
  const files = readdirSync(pathOf('src'), { recursive: true, encoding: 'utf8' });
  const found = files.filter(
    (path) =>
      /\.tsx?$/.test(path) &&
      /from 'node:(?:timers|perf_hooks)/.test(readFileSync(pathOf(`src/${path}`), 'utf8')),
  );
  expect(found.toSorted()).toEqual(['own-timers.ts']);
});
