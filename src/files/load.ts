/** Loads the user's own strategies and scenarios from files. */
import { existsSync } from 'node:fs';

import { about, UsageError } from '../errors.js';
import type { DefinitionFinder, DefinitionReference, Scenario } from '../model.js';
import type { LoadedFiles } from '../plan/context.js';
import { SCENARIO, STRATEGY, type DefinitionKind } from './definitions.js';
import type { Loading } from './import-module.js';
import { findIn, loadAll, type Definition, type NamingOptions } from './load-definitions.js';
import { isFileReference, parseReference } from '../text/reference.js';
import { STARTING_ENDINGS } from './starting-point.js';
import { option } from '../text/option.js';

/** Options that may name files, such as the flags of `run` and `explore`. */
export interface FileNames {
  /** Each may be a comma-separated list. */
  readonly strategy?: readonly string[] | undefined;
  readonly scenario?: string | undefined;
}

/** The items of comma-separated lists that are files. */
const itemsIn = (lists: readonly string[]): readonly string[] =>
  lists.flatMap((list) => list.split(',').map((item) => item.trim())).filter(isFileReference);

/** The absolute paths of all named files. */
export const filesIn = ({ strategy = [], scenario = '' }: FileNames): readonly string[] =>
  itemsIn([...strategy, scenario]).map((item) => parseReference(item).path);

/**
 * Loads every named file. The plan handles names that are not files.
 * @param subject the option that named the strategies, for the errors
 * @throws {UsageError} that says which file is wrong and why
 * @throws the signal's reason when it is aborted
 */
export async function loadFiles(
  { strategy = [], scenario }: FileNames,
  loading: Loading,
  subject = about('strategy'),
): Promise<LoadedFiles> {
  const strategies = await loadAll(itemsIn(strategy), STRATEGY, { subject, loading });
  const named = scenario === undefined ? [] : [scenario.trim()].filter(isFileReference);
  const scenarios = new Map<string, Scenario>();
  for (const [item, found] of await loadAll(named, SCENARIO, {
    subject: about('scenario'),
    loading,
  })) {
    scenarios.set(item, onlyOne(item, found));
  }
  const names = [...strategy, scenario ?? ''].flatMap((list) => list.split(','));
  return { strategies, scenarios, called: filesCalled(names.map((name) => name.trim())) };
}

/** Files of the current directory with these names, for a hint when a user forgets the `./` or the extension. */
function filesCalled(names: readonly string[]): ReadonlyMap<string, string> {
  const called = new Map<string, string>();
  for (const name of names.filter((each) => /^[\w-]+$/.test(each))) {
    const file = STARTING_ENDINGS.map((ending) => `./${name}${ending}`).find(existsSync);
    if (file !== undefined) called.set(name, file);
  }
  return called;
}

/** Finds built-in definitions, and definitions in files. @param loading without its signal */
export const definitionFinder = (loading: Omit<Loading, 'signal'>): DefinitionFinder => ({
  strategy: (reference, signal) =>
    find(reference, STRATEGY, { subject: about('strategy'), loading: { ...loading, signal } }),
  scenario: (reference) => find(reference, SCENARIO, { subject: about('scenario'), loading }),
});

async function find<T extends Definition>(
  { name, file }: DefinitionReference,
  kind: DefinitionKind<T>,
  naming: NamingOptions,
): Promise<T> {
  return file === undefined ? builtIn(name, kind) : findIn(file, name, kind, naming);
}

function builtIn<T extends Definition>(
  name: string,
  { builtIn: known, word }: DefinitionKind<T>,
): T {
  const found = known.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`there is no ${word} ${name} built in`);
  return found;
}

function onlyOne(item: string, found: readonly Scenario[]): Scenario {
  const [scenario, ...others] = found;
  if (scenario !== undefined && others.length === 0) return scenario;
  const names = found.map(({ name }) => name);
  throw new UsageError(
    `${option('scenario')}: ${item} has ${names.length} scenarios: ${names.join(', ')}`,
    {
      code: 'INVALID_VALUE',
      option: 'scenario',
      hint: `Name one of them, such as ${option('scenario')} ${item}#${names[0] ?? ''}.`,
    },
  );
}
