/** Names on the command line → the strategies and the scenario they stand for. */
import { UsageError } from '../errors.js';
import type { Scenario, Strategy } from '../model.js';
import { unknownName } from './nearest.js';
import { quoted } from './parse.js';

function findNamed<T extends { readonly name: string }>(
  flag: string,
  kind: string,
  name: string,
  known: readonly T[],
): T {
  const found = known.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  if (/[/\\]|\.(ts|js|mjs)$/.test(name)) {
    throw new UsageError(`${flag}: ${quoted(name)} is a file, and files cannot be loaded yet`, {
      hint: `Name a built-in ${kind}: ${known.map((each) => each.name).join(', ')}.`,
    });
  }
  throw unknownName(
    flag,
    kind,
    name,
    known.map((each) => each.name),
  );
}

/**
 * The strategies that comma lists name, each once, in the order in which they are first named;
 * `all` stands for every known one.
 * @param flag what the lists were given as, for the errors
 * @throws {UsageError} for an unknown name, a file, or a list with nothing (or a gap) in it
 */
export function selectStrategies(
  lists: readonly string[],
  known: readonly Strategy[],
  flag = '--strategy',
): readonly Strategy[] {
  const selected = lists.flatMap((list) =>
    list.split(',').flatMap((item) => {
      const name = item.trim();
      if (name === 'all') return known;
      if (name !== '') return findNamed(flag, 'strategy', name, known);
      throw new UsageError(`${flag}: ${quoted(list)} lacks a name`, {
        hint: `Write names with a comma between them, or all. Known: ${known.map((each) => each.name).join(', ')}.`,
      });
    }),
  );
  return [...new Set(selected)];
}

/** @throws {UsageError} when there is no such scenario */
export function selectScenario(name: string, known: readonly Scenario[]): Scenario {
  return findNamed('--scenario', 'scenario', name.trim(), known);
}
