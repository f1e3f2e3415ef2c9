/** Loads the user's own cases from files. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { UsageError, type ErrorSubject } from '../errors.js';
import type { Case } from '../model.js';
import { quoted } from '../plan/parse.js';
import { strategies } from '../strategies/index.js';
import { NOWHERE, variablesOf, withVariables } from '../subject/case/environment.js';
import { inTurn } from '../subject/case/turns.js';
import { option } from '../text/option.js';
import { isFileReference, pathIn, shortPath } from '../text/reference.js';
import { CASE_ENDINGS, filesMatching, isGlob, nearestCaseFile } from './case-files.js';
import { CASE } from './definitions.js';
import type { Loading } from './import-module.js';
import { findIn, loadAll } from './load-definitions.js';

const SUBJECT: ErrorSubject = { text: 'case', option: null };

/**
 * Loads the cases that the arguments of a command name, each once, in the order in which they are
 * first named. Waits until no other call loads cases or works on them.
 * @param items files, `file#name` for one of its cases, or globs such as `src/**\/*.race.ts`
 * @throws {UsageError} that says which file is wrong and why, or that a glob matches none
 * @throws the signal's reason when it is aborted
 */
export async function loadCases(
  items: readonly string[],
  loading: Loading,
): Promise<readonly Case[]> {
  const files: string[] = [];
  for (const item of items) files.push(...(await filesOf(item, loading.signal)));
  const loaded = await inTurn(loading.signal, () =>
    withVariables(variablesOf(NOWHERE), () => loadAll(files, CASE, { subject: SUBJECT, loading })),
  );
  return [...new Set([...loaded.values()].flat())];
}

/**
 * Loads the case that an argument names.
 * @throws {UsageError} also when the file has several cases, and the argument names none of them
 */
export async function loadCase(item: string, loading: Loading): Promise<Case> {
  const [first, ...others] = await loadCases([item], loading);
  if (first !== undefined && others.length === 0) return first;
  const names = [first, ...others].map((each) => each?.name);
  throw new UsageError(`${SUBJECT.text}: ${item} has ${names.length} cases: ${names.join(', ')}`, {
    code: 'INVALID_VALUE',
    hint: `Name one of them, such as ${first?.reference ?? item}.`,
  });
}

/** The cases of the files that could be loaded, and the errors of the others. */
export interface LoadedCases {
  readonly cases: readonly Case[];
  readonly failures: readonly UsageError[];
}

/**
 * Loads cases as {@link loadCases}, but a file that cannot be loaded does not keep the others from it.
 * @throws {UsageError} the first, when there is no case
 * @throws the signal's reason when it is aborted
 */
export async function loadCasesOneByOne(
  items: readonly string[],
  loading: Loading,
): Promise<LoadedCases> {
  const failures: UsageError[] = [];
  const orFailure = async <T>(work: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error);
      return [];
    }
  };
  const files: string[] = [];
  for (const item of items) files.push(...(await orFailure(filesOf(item, loading.signal))));
  const cases = new Map<string, Case>();
  for (const file of new Set(files)) {
    for (const each of await orFailure(loadCases([file], loading))) {
      const key = `${each.file}#${each.name}`;
      if (!cases.has(key)) cases.set(key, each);
    }
  }
  const [first] = failures;
  if (cases.size === 0 && first !== undefined) throw first;
  return { cases: [...cases.values()], failures };
}

/** A directory may have a name that looks like a glob, such as `[id]`. */
async function filesOf(item: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const exists = existsSync(pathIn(item));
  if (exists || !isGlob(item)) {
    if (!exists && !isFileReference(item)) throw await noFile(item);
    return [item];
  }
  const files = await filesMatching(item, signal);
  if (files.length > 0) return files;
  throw new UsageError(`${SUBJECT.text}: no file matches ${quoted(item)}`, {
    code: 'FILE_NOT_LOADED',
    hint: "Write a path, or a glob in quotes, such as 'src/**/*.race.ts'.",
  });
}

/** The error for an argument that does not look like a file. */
async function noFile(item: string): Promise<UsageError> {
  const file =
    CASE_ENDINGS.map((ending) => `./${item}${ending}`).find(existsSync) ?? (await nearTo(item));
  return new UsageError(`${SUBJECT.text}: there is no file ${quoted(item)}`, {
    code: 'FILE_NOT_LOADED',
    hint: file === undefined ? otherMeaning(item) : `Did you mean ${file}?`,
  });
}

/** A strategy or a schedule is no misspelt file. */
async function nearTo(item: string): Promise<string | undefined> {
  if (isStrategy(item) || isSchedule(item)) return undefined;
  const file = await nearestCaseFile(resolve(item));
  return file === undefined ? undefined : shortPath(file);
}

const isStrategy = (item: string): boolean => strategies.some(({ name }) => name === item);
const isSchedule = (item: string): boolean => /^[A-Z]+$/.test(item);

/** What a text that is not a file may be instead. */
function otherMeaning(item: string): string {
  if (isStrategy(item)) {
    return `It is a strategy: write ${option('strategy')} ${item}.`;
  }
  if (isSchedule(item)) return `If it is a schedule, write ${option('schedule')} ${item}.`;
  return 'Name a file, such as ./checkout.race.ts. Run race-lab new checkout.race.ts to create a case.';
}

/** Loads one case of a file. @param loading without its signal */
export const caseIn = (
  file: string,
  name: string,
  loading: Omit<Loading, 'signal'>,
): Promise<Case> =>
  findIn(file, name, CASE, { subject: SUBJECT, loading: { ...loading, signal: undefined } });

/** Finds the same case in a fresh instance of its file. */
export type CaseFinder = (given: Case, signal?: AbortSignal) => Promise<Case>;

/**
 * Loads the file of a case, and all that it imports by path, anew at each call. A case without a file
 * is returned as it is.
 * @param loading without its signal
 */
export const caseFinder =
  (loading: Omit<Loading, 'signal'>): CaseFinder =>
  async (given, signal) => {
    const { file, name } = given;
    if (file === undefined) return given;
    return findIn(file, name, CASE, { subject: SUBJECT, loading: { ...loading, signal } });
  };
