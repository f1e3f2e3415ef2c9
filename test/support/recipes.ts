/** The recipes of the pages, and directories in which they run. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { callIn } from '../cli/harness.js';
import { directoryWith } from '../files/directory.js';
import { ROOT } from './node.js';
import { blocksIn, pageText } from './pages.js';

/** A directory with files that can import the development dependencies of this project. */
export function project(files: Readonly<Record<string, string>>): string {
  const directory = directoryWith({ 'package.json': '{ "type": "module" }', ...files });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

/** Packages that are no development dependencies. Their recipes were tried outside of this project. */
const NOT_INSTALLED = /from '(?:@nestjs|@prisma|express)\b/;

const recipes = blocksIn(pageText('docs/recipes.md'), 'ts').map((text) => {
  const [, name] = /^export default defineCase\(\{\n {2}name: '(.+)',$/m.exec(text) ?? [];
  return { name: name === undefined ? 'database.ts' : `${name}.race.ts`, text };
});

export const installed = recipes.filter(({ text }) => !NOT_INSTALLED.test(text));
export const filesOf = (list: typeof recipes) =>
  Object.fromEntries(list.map(({ name, text }) => [name, text]));

/** Not raced: they show how tables are made, by migrations that are not part of the page. */
export const MIGRATIONS = new Set(['knex-migrations.race.ts', 'migrating-program.race.ts']);

/** Explores recipes. @returns the name, the verdict and the broken schedule of each, in alphabetical order */
export async function endsOf(list: typeof recipes): Promise<readonly string[]> {
  const args = ['explore', '--max-switches', '2', '--json'];
  const { code, stdout, stderr } = await callIn(project(filesOf(list)), args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { results }: { results: readonly { case: string; verdict: string; schedule: string }[] } =
    JSON.parse(stdout);
  const ends = results.map((result) => `${result.case} ${result.verdict} ${result.schedule}`);
  return ends.toSorted();
}
