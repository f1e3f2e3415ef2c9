/** Names on the command line → the strategies and the scenario they stand for. */
import { about, UsageError, type ErrorSubject } from '../errors.js';
import type { Scenario, Strategy } from '../model.js';
import type { LoadedFiles } from './context.js';
import { unknownName, type UnknownName } from './nearest-name.js';
import { quoted } from './parse.js';

const SCENARIO: UnknownName = {
  code: 'UNKNOWN_SCENARIO',
  subject: about('scenario'),
  kind: 'scenario',
};

const NO_FILES: LoadedFiles = { strategies: new Map(), scenarios: new Map(), called: new Map() };

function findNamed<T extends { readonly name: string }>(
  unknown: UnknownName,
  name: string,
  known: readonly T[],
  { called }: LoadedFiles,
): T {
  const found = known.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    unknown,
    name,
    known.map((each) => each.name),
    called.get(name),
  );
}

/**
 * The strategies that comma lists name, each once, in the order in which they are first named;
 * `all` stands for every known one, and a file for those that were loaded from it.
 * @param subject the option that holds the lists, for errors
 * @throws {UsageError} for an unknown name, an empty name in a list, or two strategies with the
 *   same
 *   name
 */
export function selectStrategies(
  lists: readonly string[],
  known: readonly Strategy[],
  subject = about('strategy'),
  files = NO_FILES,
): readonly Strategy[] {
  const unknown = { code: 'UNKNOWN_STRATEGY', subject, kind: 'strategy' } as const;
  const selected = lists.flatMap((list) =>
    list.split(',').flatMap((item) => {
      const name = item.trim();
      if (name === 'all') return known;
      const loaded = files.strategies.get(name);
      if (loaded !== undefined) return loaded;
      if (name !== '') return findNamed(unknown, name, known, files);
      throw new UsageError(`${subject.text}: ${quoted(list)} has an empty name in it`, {
        code: 'INVALID_VALUE',
        option: subject.option,
        hint: `Write names with a comma between them, or all. Known: ${known.map((each) => each.name).join(', ')}.`,
      });
    }),
  );
  const distinct = [...new Set(selected)];
  requireDistinctNames(distinct, subject);
  return distinct;
}

/** Reports and rules identify strategies by their names. */
function requireDistinctNames(strategies: readonly Strategy[], subject: ErrorSubject): void {
  for (const [index, strategy] of strategies.entries()) {
    const { name } = strategy;
    const other = strategies.slice(0, index).find((each) => each.name === name);
    if (other === undefined) continue;
    throw new UsageError(
      `${subject.text}: two strategies have the name ${name}, in ${whereOf(other)} and in ${whereOf(strategy)}`,
      {
        code: 'DUPLICATE_NAME',
        option: subject.option,
        hint: 'Give one of them another name.',
      },
    );
  }
}

const whereOf = ({ name, reference }: Strategy): string => reference ?? name;

/**
 * The scenario of that name, or the one that was loaded from that file.
 * @throws {UsageError} when there is none
 */
export function selectScenario(
  name: string,
  known: readonly Scenario[],
  files = NO_FILES,
): Scenario {
  const wanted = name.trim();
  return files.scenarios.get(wanted) ?? findNamed(SCENARIO, wanted, known, files);
}
