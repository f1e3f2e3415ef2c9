import { access, constants, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';

import type { Jiti } from 'jiti';
import * as kysely from 'kysely';

import { isObject } from '../authoring/requirements.js';
import { LabError, UsageError, type ErrorSubject } from '../errors.js';
import { clearTimeout, setTimeout } from '../own-timers.js';
import { withImportedNames } from '../text/imported-names.js';
import { isOfClosedGate } from '../subject/case/closed-gates.js';
import { span } from '../text/numbers.js';
import { placeOf } from '../text/place.js';
import { readable, shown } from '../text/values.js';
import { printable } from '../text/wrap.js';
import { accessorFields, DECORATED_ACCESSOR } from './accessor-fields.js';
import { isCaseFile, nearestCaseFile } from './case-files.js';
import { decoratedFields } from './decorated-fields.js';
import { FreshModules } from './fresh-modules.js';
import { irregular } from './irregular-file.js';
import { loaderThatRemembers } from './transpile.js';
import { shortPath } from '../text/reference.js';

/** The endings of the files that can be loaded. */
const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'] as const;

/** How to load modules. */
export interface Loading {
  /** Loads the module that files import as `race-lab`. */
  readonly api: () => Promise<object>;
  /** Stops the loading at once. */
  readonly signal?: AbortSignal | undefined;
  /** The limit for loading a module, in milliseconds [10 s]. */
  readonly limitMs?: number | undefined;
}

const LIMIT_MS = 10_000;

/**
 * Loads a user's TypeScript or JavaScript module. Each call makes a new instance of the module and of the
 * modules that it imports by path. It always gets the running `race-lab` and `kysely`, in whatever directory
 * the file is.
 * @param subject what named the file, for the errors
 * @returns the exports
 * @throws {UsageError} that names the file: it does not exist or cannot be read, has a syntax error, imports a
 *   module that does not exist, throws, or has a top-level await that exceeds the limit
 * @throws the signal's reason when it is aborted
 */
export async function importModule(
  file: string,
  subject: ErrorSubject,
  { api, signal, limitMs = LIMIT_MS }: Loading,
): Promise<Readonly<Record<string, unknown>>> {
  const path = isAbsolute(file) ? file : resolve(file);
  await requireFile(path, subject);
  const jiti = loaderFor(await configAbove(path), { 'race-lab': await api(), kysely });
  const named = namedBy(subject, path);
  try {
    const work = new FreshModules(jiti).import(path);
    const exported = await withinLimit(work, signal, limitMs, () => endless(named, limitMs));
    return isObject(exported) ? exported : { default: exported };
  } catch (error) {
    signal?.throwIfAborted();
    throw loadingError(readable(error), named);
  }
}

/** @param config a tsconfig.json, for its `paths`; one that cannot be read is ignored, as by Node.js */
function loaderFor(config: string | null, virtualModules: Record<string, unknown>): Jiti {
  const options = {
    moduleCache: false,
    fsCache: false,
    interopDefault: false,
    virtualModules,
    transformOptions: { babel: { plugins: [accessorFields, decoratedFields] } },
  } as const;
  if (config !== null) {
    try {
      return loaderThatRemembers(import.meta.url, { ...options, tsconfigPaths: config });
    } catch {
      // Such as one that extends a file that does not exist.
    }
  }
  return loaderThatRemembers(import.meta.url, options);
}

/** The nearest tsconfig.json in a directory above a file; null: there is none. */
async function configAbove(path: string): Promise<string | null> {
  const directory = dirname(path);
  if (directory === path) return null;
  const config = join(directory, 'tsconfig.json');
  const isThere = await access(config).then(
    () => true,
    () => false,
  );
  return isThere ? config : configAbove(directory);
}

/** A file, as the subject of a message. */
const namedBy = ({ text, option }: ErrorSubject, path: string): ErrorSubject => ({
  text: `${text}: ${shortPath(path)}`,
  option,
});

/** Waits for work until the limit is reached or the signal is aborted. */
async function withinLimit<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  limitMs: number,
  late: () => Error,
): Promise<T> {
  const settled = new AbortController();
  const givenUp = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(late()), limitMs);
    settled.signal.addEventListener('abort', () => clearTimeout(timer));
    const abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { signal: settled.signal });
    if (signal?.aborted) abort();
  });
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    settled.abort();
  }
}

/** A top-level await does not end. (A module that blocks the event loop is detected elsewhere.) */
class Endless extends UsageError {}

const endless = (named: ErrorSubject, limitMs: number): Endless =>
  new Endless(
    `${named.text} was not loaded within ${span(limitMs)}: a top-level await in it, or in a file that it imports, has not ended`,
    {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint: 'Look for a promise that is never resolved, or move what takes long into a function.',
    },
  );

async function requireFile(path: string, subject: ErrorSubject): Promise<void> {
  const named = namedBy(subject, path);
  const found = await stat(path).catch(() => null);
  if (found === null) throw await notFound(path, subject);
  const kind = irregular(found);
  if (kind !== null) {
    const hint = found.isDirectory() ? `Name a file in it${globHint(subject)}.` : 'Name a file.';
    throw new UsageError(`${named.text} is ${kind}`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint,
    });
  }
  if (!ENDINGS.some((ending) => ending === extname(path))) {
    throw new UsageError(`${named.text} is neither TypeScript nor JavaScript`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint: `Its name must end in ${ENDINGS.join(', ')}.`,
    });
  }
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new UsageError(`${named.text} cannot be read: permission denied`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint: 'Grant yourself permission to read it.',
      cause,
    });
  });
}

/** Only cases can be named by a glob. */
const globHint = ({ text }: ErrorSubject): string =>
  text === 'case' ? ", or write a glob in quotes, such as 'src/**/*.race.ts'" : '';

async function notFound(path: string, { text, option }: ErrorSubject): Promise<UsageError> {
  const mayBeCase = text === 'case' || isCaseFile(path);
  const meant =
    (await withOtherEnding(path)) ?? (mayBeCase ? await nearestCaseFile(path) : undefined);
  const [named, hint] =
    meant === undefined
      ? [path, `Paths are relative to the current directory.${creationHint(text)}`]
      : [shortPath(path), `Did you mean ${shortPath(meant)}?`];
  return new UsageError(`${text}: there is no file ${named}`, {
    code: 'FILE_NOT_LOADED',
    option,
    hint,
  });
}

async function withOtherEnding(path: string): Promise<string | undefined> {
  for (const ending of ENDINGS) {
    const other = `${path.slice(0, path.length - extname(path).length)}${ending}`;
    const exists = await stat(other).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (exists) return other;
  }
  return undefined;
}

/** @param text what named the file */
function creationHint(text: string): string {
  if (text === 'case') return ' Run race-lab new checkout.race.ts to create a case.';
  const isCreatable = !/scenario|check/.test(text);
  return isCreatable ? ' Run race-lab new <file> to create a strategy.' : '';
}

/** The error for a problem in the file, or in a file that it imports. */
function loadingError(error: unknown, named: ErrorSubject): UsageError {
  const message = error instanceof Error ? error.message : shown(error);
  if (error instanceof Endless) return error;
  // The definition is incomplete. Its error says what is missing.
  if (error instanceof LabError) {
    const { message: text, code, hint } = error.template;
    const { option } = named;
    return new UsageError(`${named.text}: ${text}${at(error)}`, {
      code,
      option,
      hint,
      cause: error,
    });
  }
  return syntaxError(error, message, named) ?? importError(error, named) ?? thrown(error, named);
}

/** The loader's parser appends the place to its message: `ParseError: …\n /a/b.ts:2:10`. */
function syntaxError(error: unknown, message: string, named: ErrorSubject): UsageError | null {
  const parsed =
    /^ParseError: (?<what>[^]*?)\s+(?<file>\/?[^\n]+?):(?<line>\d+):(?<column>\d+)\s*$/.exec(
      message,
    )?.groups;
  const hint = 'Fix the error there, and try again.';
  if (parsed === undefined) {
    if (!(error instanceof SyntaxError)) return null;
    return new UsageError(`${named.text} has a syntax error: ${printable(message)}`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint,
      cause: error,
    });
  }
  const { what = '', file = '', line = '', column = '0' } = parsed;
  // The parser counts columns from 0, editors from 1.
  const place = `${shortPath(file)}:${line}:${Number(column) + 1}`;
  const problem = printable(what).replace(/\.$/, '');
  if (problem === DECORATED_ACCESSOR) {
    return new UsageError(`${named.text} cannot be loaded: ${problem} at ${place}`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint: 'Decorators are called as with experimentalDecorators, and this one needs the standard. Compile that file, such as with tsc, and import the JavaScript.',
      cause: error,
    });
  }
  return new UsageError(`${named.text} has a syntax error at ${place}: ${problem}`, {
    code: 'FILE_NOT_LOADED',
    option: named.option,
    hint,
    cause: error,
  });
}

function importError(error: unknown, named: ErrorSubject): UsageError | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { code } = error;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return null;
  const [, module = 'a module'] = /'([^']+)'/.exec(error.message) ?? [];
  const [from] =
    'requireStack' in error && Array.isArray(error.requireStack) ? error.requireStack : [];
  const where = typeof from === 'string' ? `, which ${shortPath(from)} imports` : '';
  const isPath = /^[./]/.test(module);
  return new UsageError(`${named.text}: there is no module '${module}'${where}`, {
    code: 'FILE_NOT_LOADED',
    option: named.option,
    hint: isPath
      ? 'Paths in an import are relative to the file with the import.'
      : `Install it in the directory of that file: npm install ${module}.`,
    cause: error,
  });
}

function thrown(error: unknown, named: ErrorSubject): UsageError {
  const what =
    error instanceof Error ? `${error.name}: ${withImportedNames(error.message)}` : shown(error);
  return new UsageError(`${named.text} throws while it is loaded: ${printable(what)}${at(error)}`, {
    code: 'FILE_NOT_LOADED',
    option: named.option,
    hint: isOfClosedGate(error) ? NO_SERVER_YET : 'Fix the file, and try again.',
    cause: error,
  });
}

const NO_SERVER_YET =
  "A case is loaded once before its database is there. Import in open what asks the server while it is loaded, such as open: () => import('./database.ts').";

function at(error: unknown): string {
  const place = placeOf(error);
  return place === null ? '' : ` (${shortPath(place)})`;
}
