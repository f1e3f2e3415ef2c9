/** The default isolation levels that cases run at. */
import { about, UsageError } from '../errors.js';
import type { IsolationLevel } from '../model.js';
import { option } from '../text/option.js';
import { unknownName } from './nearest-name.js';

/** In the order of reports: from the weakest to the strongest. */
export const ISOLATION_LEVELS: readonly IsolationLevel[] = Object.freeze([
  'read committed',
  'repeatable read',
  'serializable',
]);

/** How options spell a level. */
export type IsolationName = 'read-committed' | 'repeatable-read' | 'serializable';

/** As the command line and options give it. */
export type IsolationFlag = string | readonly string[] | undefined;

const NAMES: Readonly<Record<IsolationLevel, IsolationName>> = {
  'read committed': 'read-committed',
  'repeatable read': 'repeatable-read',
  serializable: 'serializable',
};

const ALL = 'all';

/** `repeatable-read` */
export const isolationName = (level: IsolationLevel): IsolationName => NAMES[level];

/**
 * A list of levels, separated by commas, or `all`. A level may be written as in SQL, too: `REPEATABLE READ`.
 * @returns each level once, in the order given; empty: the option was not given
 * @throws {UsageError} for an unknown level
 */
export function parseIsolations(given: IsolationFlag): readonly IsolationLevel[] {
  if (given === undefined) return Object.freeze([]);
  const names = [given].flat().flatMap((text) => text.split(','));
  return Object.freeze([...new Set(names.flatMap((name) => levelsNamed(name)))]);
}

/**
 * The level of a replay.
 * @returns null: the option was not given
 * @throws {UsageError} for an unknown level, or several
 */
export function parseIsolation(given: IsolationFlag): IsolationLevel | null {
  const [only = null, ...others] = parseIsolations(given);
  if (others.length === 0) return only;
  throw new UsageError(`${option('isolation')} names several levels, and a replay runs at one`, {
    code: 'INVALID_VALUE',
    option: 'isolation',
    hint: `Write one of ${Object.values(NAMES).join(', ')}.`,
  });
}

function levelsNamed(given: string): readonly IsolationLevel[] {
  const name = given.trim().toLowerCase().replaceAll(/\s+/g, '-');
  if (name === ALL) return ISOLATION_LEVELS;
  const level = ISOLATION_LEVELS.find((each) => NAMES[each] === name);
  if (level !== undefined) return [level];
  if (name === 'read-uncommitted') {
    throw new UsageError(`${option('isolation')}: PostgreSQL has no ${name}`, {
      code: 'INVALID_VALUE',
      option: 'isolation',
      hint: 'It treats READ UNCOMMITTED as READ COMMITTED: write read-committed.',
    });
  }
  const unknown = { code: 'INVALID_VALUE', subject: about('isolation'), kind: 'level' } as const;
  throw unknownName(unknown, given.trim(), [...Object.values(NAMES), ALL]);
}

/** @throws {UsageError} when it is given */
export function requireNoIsolation(given: IsolationFlag): void {
  if (given === undefined) return;
  throw new UsageError(`${option('isolation')} is for cases of your own code`, {
    code: 'OPTION_CONFLICT',
    option: 'isolation',
    hint: 'Name the file of a case, such as checkout.race.ts. A strategy has its level in its code, as repeatable-read and serializable do.',
  });
}
