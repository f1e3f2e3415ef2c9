/** Reads what makes the database of a case. */
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { OpenContext, SchemaPart } from '../model.js';
import { invalid, shown } from './requirements.js';

const HINT =
  'It must be SQL, the path of a file whose name ends in .sql, a function that migrates the database at the url it is handed, or a list of these.';

/**
 * The parts of `schema` or `start`. Blank ones are left out.
 * @param directory what paths are relative to; null: the current directory
 * @throws {UsageError} when a part has none of the known forms
 */
export function readSql(
  what: string,
  key: 'schema' | 'start',
  value: unknown,
  directory: string | null,
): readonly SchemaPart[] {
  if (value === undefined) return Object.freeze([]);
  const isList = Array.isArray(value);
  const given: readonly unknown[] = isList ? value : [value];
  const parts = given.flatMap((part, index) => {
    const subject = `${what}: ${key}${isList ? `[${index}]` : ''} is ${shown(part)}`;
    const found = partOf(subject, part, directory);
    return found === null ? [] : [Object.freeze(found)];
  });
  return Object.freeze(parts);
}

function partOf(subject: string, part: unknown, directory: string | null): SchemaPart | null {
  if (typeof part === 'function') {
    return {
      kind: 'function',
      migrate: (context: OpenContext): unknown => Reflect.apply(part, undefined, [context]),
    };
  }
  if (typeof part !== 'string') throw invalid(subject, HINT);
  const text = part.trim();
  if (text === '') return null;
  if (/^\S.*\.sql$/i.test(text)) return { kind: 'file', path: pathOf(text, directory) };
  // Such as `./schema` or `../migrations/`; no statement begins so, and a comment has a space or a star.
  if (/^(\.{0,2}|~)[/\\][^\s*]*$/.test(text)) {
    throw invalid(`${subject}, which is neither SQL nor the path of an .sql file`, HINT);
  }
  return { kind: 'sql', text: part };
}

function pathOf(text: string, directory: string | null): string {
  if (text.startsWith('file:')) return fileURLToPath(text);
  return directory === null || isAbsolute(text) ? resolve(text) : resolve(directory, text);
}
