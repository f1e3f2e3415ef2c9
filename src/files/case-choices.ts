/** Cases that a call or a config names: by their files, or as objects. */
import { caseIn, isCase } from '../authoring/case.js';
import type { Case } from '../model.js';
import type { Loading } from './import-module.js';
import { loadCase, loadCases } from './load-cases.js';

/**
 * @param choices files, cases, and definitions of cases
 * @param directory what paths of SQL in a definition are relative to; null: the current directory
 * @returns those of files first
 * @throws {UsageError} when a file cannot be loaded, or a definition is wrong
 * @throws the signal's reason when it is aborted
 */
export async function chosenCases(
  choices: readonly unknown[],
  directory: string | null,
  loading: Loading,
): Promise<readonly Case[]> {
  const files = choices.filter(isText);
  const loaded = files.length === 0 ? [] : await loadCases(files, loading);
  const objects = choices.filter((choice) => !isText(choice));
  return [...loaded, ...objects.map((choice) => caseOf(choice, directory))];
}

/** The same for one case. */
export const chosenCase = async (
  choice: unknown,
  directory: string | null,
  loading: Loading,
): Promise<Case> => (isText(choice) ? loadCase(choice, loading) : caseOf(choice, directory));

const caseOf = (choice: unknown, directory: string | null): Case =>
  isCase(choice) ? choice : caseIn(directory, choice);

const isText = (choice: unknown): choice is string => typeof choice === 'string';
