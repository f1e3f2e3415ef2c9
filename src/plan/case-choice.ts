/** What can stand for a case in a call or a config. */
import { UsageError } from '../errors.js';
import { isObject, shown } from '../text/values.js';

/** What is wanted instead, for errors. */
export const CASE_WANTED =
  "a case made by defineCase, its definition, or a file such as './checkout.race.ts'";

/** A file of cases, a case, or the definition of one. Whether it is complete is checked later. */
export const isCaseChoice = (value: unknown): boolean =>
  typeof value === 'string' || isCaseLike(value);

/** Options have none of these properties, apart from `workers`, which is a number there. */
const isCaseLike = (value: unknown): boolean =>
  isObject(value) &&
  ('schema' in value ||
    typeof value['worker'] === 'function' ||
    (typeof value['workers'] === 'object' && value['workers'] !== null));

/**
 * @param where begins the errors: the call
 * @throws {UsageError} when the value cannot stand for a case
 */
export function requireCaseChoice(given: unknown, where: string): void {
  if (isCaseChoice(given)) return;
  throw new UsageError(`${where}: ${shown(given)} is not a case`, {
    code: 'INVALID_VALUE',
    hint: `Pass ${CASE_WANTED}.`,
  });
}

/**
 * The cases that a call was given: one, or a list.
 * @param where begins the errors: the call
 * @throws {UsageError} when a value cannot stand for a case, or the list is empty
 */
export function requireCaseChoices(given: unknown, where: string): readonly unknown[] {
  const choices: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const choice of choices) requireCaseChoice(choice, where);
  if (choices.length > 0) return choices;
  throw new UsageError(`${where}: the list of cases is empty`, {
    code: 'INVALID_VALUE',
    hint: `Pass ${CASE_WANTED}.`,
  });
}
