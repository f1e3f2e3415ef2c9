import { access, constants, stat } from 'node:fs/promises';
import { extname, isAbsolute, resolve } from 'node:path';

import { createJiti } from 'jiti';
import * as kysely from 'kysely';

import { isObject } from '../authoring/requirements.js';
import { LabError, UsageError, type ErrorSubject } from '../errors.js';
import { span } from '../text/numbers.js';
import { placeOf } from '../text/place.js';
import { readable, shown } from '../text/values.js';
import { printable } from '../text/wrap.js';
import { FreshModules } from './fresh-modules.js';
import { irregular } from './irregular-file.js';
import { shortPath } from '../text/reference.js';

/** The endings of the files that can be loaded. */
export const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'] as const;

/** What loading needs from outside, how long it may take, and what ends it earlier. */
export interface Loading {
  /** Loads the module that files import as `race-lab`. */
  readonly api: () => Promise<object>;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until a module has to be there [10 s]. */
  readonly limitMs?: number | undefined;
}

const LIMIT_MS = 10_000;

/**
 * What a user's TypeScript or JavaScript module exports. Each call makes a fresh instance of it, and
 * of what it imports by path. `race-lab` and `kysely` are the ones that run here, wherever the
 * file lies.
 * @param subject what named the file, for the errors
 * @throws {UsageError} that names the file: it is not there or cannot be read, has a syntax error,
 *   imports what cannot be found, throws, or waits at its top level for longer than it may
 * @throws the signal's reason when it is aborted
 */
export async function importModule(
  file: string,
  subject: ErrorSubject,
  { api, signal, limitMs = LIMIT_MS }: Loading,
): Promise<Readonly<Record<string, unknown>>> {
  const path = isAbsolute(file) ? file : resolve(file);
  await requireFile(path, subject);
  const jiti = createJiti(import.meta.url, {
    moduleCache: false,
    fsCache: false,
    interopDefault: false,
    virtualModules: { 'race-lab': await api(), kysely },
  });
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

/** A file, as the subject of a message. */
const namedBy = ({ text, option }: ErrorSubject, path: string): ErrorSubject => ({
  text: `${text}: ${shortPath(path)}`,
  option,
});

/** Waits for work, but neither longer than it may take nor after it is aborted. */
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

/** It waits, and lets others work meanwhile: who does not is noticed otherwise. */
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
    const hint = found.isDirectory() ? 'Name a file in it.' : 'Name a file.';
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
      hint: `Let its name end in ${ENDINGS.join(', ')}.`,
    });
  }
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new UsageError(`${named.text} cannot be read: permission denied`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint: 'Give yourself the right to read it.',
      cause,
    });
  });
}

async function notFound(path: string, { text, option }: ErrorSubject): Promise<UsageError> {
  for (const ending of ENDINGS) {
    const other = `${path.slice(0, path.length - extname(path).length)}${ending}`;
    const exists = await stat(other).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (exists) {
      return new UsageError(`${text}: there is no file ${shortPath(path)}`, {
        code: 'FILE_NOT_LOADED',
        option,
        hint: `Did you mean ${shortPath(other)}?`,
      });
    }
  }
  return new UsageError(`${text}: there is no file ${path}`, {
    code: 'FILE_NOT_LOADED',
    option,
    hint: /scenario|check/.test(text)
      ? 'Paths are relative to the current directory.'
      : 'Paths are relative to the current directory; race-lab new <file> writes a first one.',
  });
}

/** What was wrong with the file, or with one that it imports. */
function loadingError(error: unknown, named: ErrorSubject): UsageError {
  const message = error instanceof Error ? error.message : shown(error);
  if (error instanceof Endless) return error;
  // A definition that is not complete: it says itself what is missing.
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

/** The loader's parser puts the place behind its message: `ParseError: …\n /a/b.ts:2:10`. */
function syntaxError(error: unknown, message: string, named: ErrorSubject): UsageError | null {
  const told =
    /^ParseError: (?<what>[^]*?)\s+(?<file>\/?[^\n]+?):(?<line>\d+):(?<column>\d+)\s*$/.exec(
      message,
    )?.groups;
  const hint = 'Fix it there, and try again.';
  if (told === undefined) {
    if (!(error instanceof SyntaxError)) return null;
    return new UsageError(`${named.text} has a syntax error: ${printable(message)}`, {
      code: 'FILE_NOT_LOADED',
      option: named.option,
      hint,
      cause: error,
    });
  }
  const { what = '', file = '', line = '', column = '0' } = told;
  // Its columns begin at 0; those of editors at 1.
  const place = `${shortPath(file)}:${line}:${Number(column) + 1}`;
  const problem = printable(what).replace(/\.$/, '');
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
      ? 'Paths in an import are relative to the file that it stands in.'
      : `Install it where that file lies: npm install ${module}.`,
    cause: error,
  });
}

function thrown(error: unknown, named: ErrorSubject): UsageError {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : shown(error);
  return new UsageError(`${named.text} throws while it is loaded: ${printable(what)}${at(error)}`, {
    code: 'FILE_NOT_LOADED',
    option: named.option,
    hint: 'Fix it, and try again.',
    cause: error,
  });
}

function at(error: unknown): string {
  const place = placeOf(error);
  return place === null ? '' : ` (${shortPath(place)})`;
}
