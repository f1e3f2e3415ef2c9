/** The published package: packed, put into an empty project, and used from there. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { compilerOutput } from './support/compiler.js';
import { ROOT } from './support/node.js';
import { blocksIn } from './support/pages.js';

const execute = promisify(execFile);

let project = '';
let packed: readonly string[] = [];
let manifest: Manifest = { bin: {}, dependencies: {}, optionalDependencies: {} };

// As npm installs it: beside its dependencies, and no other package. npm itself: package.long.test.ts
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'race-lab-package-'));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', project];
  const { stdout } = await execute('npm', args, { cwd: ROOT });
  const [{ filename, files }]: [{ filename: string; files: { path: string }[] }] =
    JSON.parse(stdout);
  packed = files.map(({ path }) => path);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const installed = join(project, 'node_modules/race-lab');
  await mkdir(installed, { recursive: true });
  const unpack = ['-xzf', join(project, filename), '--strip-components', '1', '-C', installed];
  await execute('tar', unpack);
  manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const { dependencies, optionalDependencies } = manifest;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
});

interface Manifest {
  /** The file of each command. */
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: ROOT, strict: true, pack: false });
  expect(messages).toEqual([]);
});

test('the package contains the program, its types, its SQL, its pages and the page of the service', () => {
  const other = packed.filter(
    (path) =>
      !/^(bin\/race-lab\.js|dist\/.+\.(js|d\.ts)|dist\/LICENSES\.txt|dist\/page\/.+\.(html|css|svg)|sql\/[\w-]+\.sql)$/.test(
        path,
      ),
  );
  expect(other.toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'docs/architecture.md',
    'docs/ci.md',
    'docs/contributing.md',
    'docs/errors.md',
    'docs/explore.md',
    'docs/found.md',
    'docs/numbers.md',
    'docs/own-code.md',
    'docs/own-strategies.md',
    'docs/performance.md',
    'docs/recipes.md',
    'docs/reference.md',
    'docs/serve.md',
    'docs/servers.md',
    'docs/services.md',
    'docs/strategies.md',
    'docs/tests.md',
    'package.json',
  ]);
  for (const needed of ['bin/race-lab.js', 'dist/index.js', 'dist/index.d.ts', 'sql/schema.sql'])
    expect(packed).toContain(needed);
});

test('every link in the pages has a target in the package', async () => {
  const pages = packed.filter((path) => path.endsWith('.md'));
  const texts = await Promise.all(pages.map((page) => readFile(join(ROOT, page), 'utf8')));
  const places = new Set([
    ...packed,
    ...pages.flatMap((page, i) => anchorsIn(texts[i] ?? '').map((anchor) => `${page}#${anchor}`)),
  ]);
  const links = pages.flatMap((page, i) =>
    [...(texts[i] ?? '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^https?:/.test(link)) return [];
      return link.startsWith('#') ? `${page}${link}` : join(dirname(page), link);
    }),
  );
  // A link to a page, and one to a heading of another page.
  expect(links).toEqual(
    expect.arrayContaining(['docs/strategies.md', 'docs/reference.md#exit-codes']),
  );
  expect(links.filter((link) => !places.has(link))).toEqual([]);
});

/** The anchors that GitHub generates from headings. */
const anchorsIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

describe('in a project that installed the package', () => {
  const run = (command: string, ...args: readonly string[]) =>
    execute(command, [...args], { cwd: project });

  test('its command races', async () => {
    const flags = ['--workers', '4', '--operations', '5', '--strategy', 'for-update', '--json'];
    const program = join(project, 'node_modules/race-lab', manifest.bin['race-lab'] ?? '');
    const { stdout } = await run(program, 'run', ...flags);
    expect(JSON.parse(stdout).results).toMatchObject([{ verdict: 'held' }]);
  });

  test('its API can be imported', async () => {
    const program = "import * as lab from 'race-lab'; console.log(Object.keys(lab).join())";
    const { stdout } = await run('node', '--input-type=module', '--eval', program);
    expect(stdout.trim().split(',')).toEqual(
      expect.arrayContaining(['explore', 'race', 'strategies']),
    );
  });

  test('its API is fully typed, its libraries pass the type check, and the samples of the pages compile in a CommonJS package', async () => {
    const page = await readFile(join(ROOT, 'docs/own-strategies.md'), 'utf8');
    const [strategy = '', scenario = ''] = blocksIn(page, 'ts');
    expect(strategy).toContain('sql<');
    expect(scenario).toContain('defineScenario');
    const files = {
      'user.ts': USER,
      // As `npm init -y` makes it. Each sample once with its module type, and once as an ES module by its name.
      'commonjs/package.json': '{ "type": "commonjs" }',
      'commonjs/strategy.ts': strategy,
      'commonjs/strategy.mts': strategy,
      'commonjs/scenario.ts': scenario,
      'commonjs/scenario.mts': scenario,
      'tsconfig.json': JSON.stringify(STRICT),
    };
    await mkdir(join(project, 'commonjs'));
    await mkdir(join(project, 'node_modules/@types'), { recursive: true });
    await symlink(
      join(ROOT, 'node_modules/@types/node'),
      join(project, 'node_modules/@types/node'),
    ).catch(() => undefined);
    for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text);
    expect(await compilerOutput(['--project', project], project)).toBe('');
  });
});

const STRICT = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  },
  include: ['*.ts', 'commonjs/*'],
};

/** Code that a user may write. Each `@ts-expect-error` must mark an error. */
const USER = `
import { LabError, race, strategies, type Report, type StrategyResult } from 'race-lab';

const names: readonly string[] = strategies.map(({ name }) => name);
const verdictOf = ({ verdict }: StrategyResult): 'broken' | 'held' | 'inconclusive' => verdict;
const seedOf = ({ plan }: Report): number => plan.seed;
const isAboutWorkers = (error: LabError) =>
  error.code === 'INVALID_VALUE' && error.option === 'workers';
// @ts-expect-error safe is not a verdict
const wrong = (result: StrategyResult) => result.verdict === 'safe';
// @ts-expect-error no error has this code
const never = (error: LabError) => error.code === 'NO_SUCH_CODE';
// @ts-expect-error workers are a number
const raced = () => race({ workers: 'five' });
console.log(names, verdictOf, seedOf, isAboutWorkers, wrong, never, raced);
`;
