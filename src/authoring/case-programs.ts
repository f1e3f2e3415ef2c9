/** Reads the programs of a case: its service, and workers that are programs. */
import { isAbsolute, resolve } from 'node:path';

import type { CaseService, Program, Readiness } from '../model.js';
import { nearest } from '../plan/nearest-name.js';
import { count } from '../text/numbers.js';
import { invalid, isObject, requireKnownKeys, shown, type UnknownRecord } from './requirements.js';

const PROGRAM = ['command', 'env', 'cwd'] as const;
const SERVICE = [...PROGRAM, 'ready', 'replicas', 'graceMs'] as const;

/** The most that a worker may be quiet, in milliseconds: no worker may stand still much longer. */
const MOST_GRACE_MS = 5_000;

/**
 * The service of a case.
 * @param what begins the errors: the case
 * @param directory what `cwd` is relative to; null: the current directory
 * @throws {UsageError} when a property is missing, unknown or of the wrong type
 */
export function readService(
  what: string,
  value: unknown,
  directory: string | null,
): CaseService | null {
  if (value === undefined) return null;
  const where = `${what}: service`;
  if (!isObject(value)) throw invalid(`${where} is ${shown(value)}`, SERVICE_HINT);
  requireKnownKeys(where, value, SERVICE);
  return Object.freeze({
    ...readProgram(where, value, directory, SERVICE_HINT),
    ready: readReady(where, value['ready']),
    graceMs: readGrace(where, value['graceMs']),
  });
}

const SERVICE_HINT =
  "Such as { command: ['node', 'server.js', '--port', '{port}'], ready: '/health' }.";

/**
 * A worker that is a program.
 * @param where begins the errors: the worker
 * @throws {UsageError} as {@link readService}
 */
export function readWorkerProgram(
  where: string,
  value: UnknownRecord,
  directory: string | null,
): Program {
  requireKnownKeys(where, value, PROGRAM);
  return Object.freeze(readProgram(where, value, directory, WORKER_HINT));
}

const WORKER_HINT = "Such as { command: ['python3', 'withdraw.py', '60'] }.";

function readProgram(
  where: string,
  given: UnknownRecord,
  directory: string | null,
  hint: string,
): Program {
  return {
    command: readCommand(where, given['command'], hint),
    env: readEnvironment(where, given['env']),
    cwd: readDirectory(where, given['cwd'], directory),
  };
}

function readCommand(where: string, value: unknown, hint: string): Program['command'] {
  if (value === undefined) throw invalid(`${where} has no command`, hint);
  const wanted = `It must be a list of the program and its arguments. ${hint}`;
  if (!Array.isArray(value)) throw invalid(`${where}.command is ${shown(value)}`, wanted);
  const words: readonly unknown[] = value;
  const texts = words.map((word) => {
    if (typeof word === 'string' && !word.includes('\0')) {
      requireKnownNames(`${where}.command`, word);
      requireShort(`${where}.command has an argument`, word);
      return word;
    }
    throw invalid(`${where}.command has ${shown(word)}, which is not text`, wanted);
  });
  const [program, ...rest] = texts;
  if (program === undefined || program === '') throw invalid(`${where}.command is empty`, wanted);
  return [program, ...rest];
}

function readEnvironment(where: string, value: unknown): Program['env'] {
  const hint = "It must be an object of strings, such as { LOG_LEVEL: 'debug' }.";
  if (value === undefined) return {};
  if (!isObject(value)) throw invalid(`${where}.env is ${shown(value)}`, hint);
  const entries = Object.entries(value).map(([name, text]): [string, string] => {
    if (typeof text !== 'string' || text.includes('\0') || /[=\0]/.test(name) || name === '') {
      throw invalid(`${where}.env has ${shown(name)}: ${shown(text)}`, hint);
    }
    requireKnownNames(`${where}.env.${name}`, text);
    requireShort(`${where}.env.${name} is a text`, `${name}=${text}`);
    return [name, text];
  });
  return Object.freeze(Object.fromEntries(entries));
}

/** Linux takes no argument, and no variable with its name, that is longer. (execve(2), MAX_ARG_STRLEN) */
const LONGEST_BYTES = 131_071;

/** @throws {UsageError} when no program can be handed the text */
function requireShort(what: string, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= LONGEST_BYTES) return;
  throw invalid(
    `${what} of ${count(bytes)} bytes`,
    `No program takes more than ${count(LONGEST_BYTES)} bytes in one: hand it a long text in a file.`,
  );
}

/** What names in braces can stand for. */
const NAMES = ['port', 'DATABASE_URL', 'PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE'];

/** @throws {UsageError} when a name in braces looks like one of these, and is none */
function requireKnownNames(where: string, text: string): void {
  for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) {
    if (NAMES.includes(name)) continue;
    const meant =
      NAMES.find((each) => each.toLowerCase() === name.toLowerCase()) ?? nearest(name, NAMES);
    if (meant === undefined) continue;
    throw invalid(
      `${where} has {${name}}, which stands for nothing`,
      `Did you mean {${meant}}? Known: ${NAMES.map((each) => `{${each}}`).join(', ')}.`,
    );
  }
}

function readDirectory(where: string, value: unknown, directory: string | null): string | null {
  if (value === undefined) return directory;
  if (typeof value !== 'string' || value === '') {
    throw invalid(
      `${where}.cwd is ${shown(value)}`,
      'It must be the path of a directory, relative to the file of the case.',
    );
  }
  return directory === null || isAbsolute(value) ? resolve(value) : resolve(directory, value);
}

function readReady(where: string, value: unknown): Readiness {
  if (value === undefined) return { kind: 'port' };
  if (value instanceof RegExp) {
    // With the flags `g` and `y`, a RegExp begins where it last matched.
    const flags = value.flags.replaceAll(/[gy]/g, '');
    return { kind: 'output', pattern: new RegExp(value.source, flags) };
  }
  if (typeof value === 'string' && value.startsWith('/')) return { kind: 'path', path: value };
  throw invalid(
    `${where}.ready is ${shown(value)}`,
    "It must be a path that answers, such as '/health', or a RegExp on what the service prints.",
  );
}

function readGrace(where: string, value: unknown): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number' && value >= 1 && value <= MOST_GRACE_MS) return value;
  throw invalid(
    `${where}.graceMs is ${shown(value)}`,
    `It must be a number of milliseconds from 1 to ${MOST_GRACE_MS}.`,
  );
}
