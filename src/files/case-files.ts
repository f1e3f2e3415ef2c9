/** Finds files of cases: below a directory, or by a glob. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

import { nearest } from '../plan/nearest-name.js';

/** How the names of files of cases end. */
export const CASE_ENDINGS = ['.race.ts', '.race.mts', '.race.js', '.race.mjs'] as const;

/** Whether a file is one of cases by its name. */
export const isCaseFile = (path: string): boolean =>
  CASE_ENDINGS.some((ending) => path.endsWith(ending));

/** Whether a text on the command line is a pattern of paths. */
export const isGlob = (text: string): boolean => /[*?[\]{}]/.test(text);

/**
 * Every file of cases below a directory: not in `node_modules`, `dist` or hidden directories.
 * @returns absolute paths, sorted
 * @throws the signal's reason when it is aborted
 */
export async function findCaseFiles(
  directory: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const search = { skipped: new Set(['node_modules', 'dist']), signal };
  const found = await matches(resolve(directory), ['**', '*'], search);
  return found.filter(isCaseFile).toSorted();
}

/**
 * The file of cases, in the same directory, that was probably meant by a path of no file.
 * @param path absolute; its ending may be missing
 */
export async function nearestCaseFile(path: string): Promise<string | undefined> {
  const directory = dirname(path);
  const files = await readdir(directory).catch(() => []);
  // Without their endings, which would make all names similar.
  const byStem = new Map(files.filter(isCaseFile).map((file) => [stemOf(file), file]));
  const file = byStem.get(nearest(stemOf(basename(path)), [...byStem.keys()]) ?? '');
  return file === undefined ? undefined : join(directory, file);
}

const stemOf = (file: string): string => file.replace(/(?:\.race)?\.[cm]?[jt]s$/, '');

/**
 * The files that a glob matches: `*`, `?`, `[ab]` and `{a,b}` in a part of a path, and `**` for any
 * number of directories. Wildcards match neither `node_modules` nor hidden names.
 * @param glob relative to the current directory, or absolute
 * @returns absolute paths, sorted
 * @throws the signal's reason when it is aborted
 */
export async function filesMatching(
  glob: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const search = { skipped: new Set(['node_modules']), signal };
  const found = new Set<string>();
  for (const pattern of withoutBraces(glob.replaceAll(sep, '/'))) {
    const parts = pattern.split('/');
    const fixed = parts.findIndex((part) => isGlob(part));
    const until = fixed === -1 ? parts.length - 1 : fixed;
    // An absolute pattern begins with an empty part.
    const directory = resolve(
      parts.slice(0, until).join('/') || (pattern.startsWith('/') ? '/' : '.'),
    );
    for (const path of await matches(directory, parts.slice(until), search)) found.add(path);
  }
  return [...found].toSorted();
}

/** `a{b,c}` as `ab` and `ac`. */
function withoutBraces(glob: string): readonly string[] {
  const {
    before = '',
    choices,
    after = '',
  } = /^(?<before>.*?)\{(?<choices>[^{}]*)\}(?<after>.*)$/s.exec(glob)?.groups ?? {};
  if (choices === undefined) return [glob];
  return choices.split(',').flatMap((choice) => withoutBraces(before + choice + after));
}

interface Search {
  /** Directories that no wildcard matches. */
  readonly skipped: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
}

/** @param parts those of the pattern that are below the directory */
async function matches(
  directory: string,
  [part = '*', ...rest]: readonly string[],
  search: Search,
): Promise<readonly string[]> {
  search.signal?.throwIfAborted();
  const isDeep = part === '**';
  const below = isDeep ? await matches(directory, rest, search) : [];
  const pattern = isDeep ? /^/ : patternOf(part);
  const entries = (await entriesOf(directory)).filter(
    // A directory may be called `[id]`, as in some frameworks.
    ({ name }) => name === part || (pattern.test(name) && !name.startsWith('.')),
  );
  if (!isDeep && rest.length === 0) return filesAmong(directory, entries);
  const directories = entries.filter(
    (entry) => entry.isDirectory() && (entry.name === part || !search.skipped.has(entry.name)),
  );
  const nested = [...below];
  for (const { name } of directories) {
    nested.push(...(await matches(join(directory, name), isDeep ? [part, ...rest] : rest, search)));
  }
  return nested;
}

/** A directory that cannot be read has no entries. */
const entriesOf = (directory: string): Promise<readonly Dirent[]> =>
  readdir(directory, { withFileTypes: true }).catch(() => []);

async function filesAmong(
  directory: string,
  entries: readonly Dirent[],
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) files.push(path);
  }
  return files;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );

const NOTHING = /(?!)/;

/** A part of a glob, without braces, as a pattern of names. */
function patternOf(part: string): RegExp {
  const source = part.replaceAll(/\[!?[^\]]+\]|[^]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (token.length > 1) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return token.replace(/[.*+?^${}()|[\]\\]/, String.raw`\$&`);
  });
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // Such as the range `[z-a]`.
    return NOTHING;
  }
}
