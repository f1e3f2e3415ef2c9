import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

import { UsageError } from '../errors.js';
import { importModule, type Loading } from './import-module.js';
import { irregular } from './irregular-file.js';
import { JsonError, parseJson } from './json.js';

/**
 * Loads a config file: the value of a JSON file, or the default export of a module.
 * @param file as the user named it
 * @throws {UsageError} that names the file when it cannot be read, or has no default export
 * @throws the signal's reason when it is aborted
 */
export async function loadConfig(file: string, loading: Loading): Promise<unknown> {
  if (extname(file).toLowerCase() === '.json') return parseFile(file);
  const module = await importModule(file, { text: 'check', option: null }, loading);
  if (!('default' in module)) {
    throw new UsageError(`${file}: it has no default export`, {
      code: 'INVALID_CONFIG',
      hint: 'Write: export default defineConfig({ experiments: { … } });',
    });
  }
  const { default: config } = module;
  return config;
}

async function parseFile(file: string): Promise<unknown> {
  const entry = await stat(file).catch(() => null);
  const kind = entry && irregular(entry);
  if (kind !== null)
    throw new UsageError(`${file}: it is ${kind}`, {
      code: 'FILE_NOT_LOADED',
      hint: 'Name a file.',
    });
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${file}: ${readingProblem(cause)}`, {
      code: 'FILE_NOT_LOADED',
      hint: 'Paths are relative to the current directory.',
      cause,
    });
  });
  try {
    // Some editors write a byte order mark at the beginning of a file.
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new UsageError(`${file}: ${cause.message}`, {
      code: 'INVALID_CONFIG',
      hint: 'JSON needs double quotes, and allows neither comments nor trailing commas.',
      cause,
    });
  }
}

function readingProblem(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  return `it cannot be read${typeof code === 'string' ? ` (${code})` : ''}`;
}
