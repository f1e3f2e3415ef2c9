/** Checks the types of options that come from JavaScript or from a file. */
import { UsageError } from '../errors.js';
import { OPTION_NAMES } from '../text/option.js';
import { isObject, shown } from '../text/values.js';
import { CASE_WANTED, isCaseChoice } from './case-choice.js';
import { isName } from './name.js';
import { unknownName } from './nearest-name.js';
import { withoutPasswords } from './redact.js';

/** What an option may be. The plan checks whether the value itself is valid. */
type OptionKind =
  | 'number'
  | 'text'
  | 'number or text'
  /** A string, or an array of strings. */
  | 'texts'
  | 'boolean'
  | 'overlap'
  /** A level, or an array of levels. */
  | 'isolation'
  | 'scenario'
  /** A strategy, a string, or a non-empty array of these. */
  | 'strategies'
  /** A case, a string, or a non-empty array of these. */
  | 'cases';

/** The kind of each option: the compiler requires all of them. */
export type OptionKinds<Options> = Readonly<Record<keyof Options & string, OptionKind>>;

/**
 * @param where begins the errors: whose options these are
 * @param example of such options
 * @throws {UsageError} for an unknown option, or a value of the wrong type
 */
export function checkOptions<Options extends object>(
  options: Options,
  kinds: OptionKinds<Options>,
  where: string,
  example = "{ strategy: 'for-update', workers: 50 }",
): void {
  const given: unknown = options;
  const known: ReadonlyMap<string, OptionKind> = new Map(Object.entries(kinds));
  if (!isObject(given)) {
    throw new UsageError(`${where}: its options are ${shownSafely(given)}, not an object`, {
      code: 'INVALID_VALUE',
      hint: `Write them as ${example}.`,
    });
  }
  for (const [name, value] of Object.entries(given)) {
    const kind = known.get(name);
    if (kind === undefined && OF_THE_CALL.has(name)) throw notAnOption(name, where);
    if (kind === undefined)
      throw unknownName(
        { code: 'UNKNOWN_OPTION', subject: { text: where, option: null }, kind: 'option' },
        name,
        [...known.keys()],
      );
    if (value !== undefined) checkValue(value, kind, where, name);
  }
}

/** What a call takes in the argument after the options. */
const OF_THE_CALL: ReadonlySet<string> = new Set(['signal', 'progress']);

const notAnOption = (name: string, where: string): UsageError =>
  new UsageError(`${where}: ${name} is not an option`, {
    code: 'UNKNOWN_OPTION',
    hint: `Pass it in the argument after the options: { ${name} }. Without options, pass {} in their place.`,
  });

function checkValue(value: unknown, kind: OptionKind, where: string, name: string): void {
  const { fits, wanted } = KINDS[kind];
  if (fits(value)) return;
  throw new UsageError(`${where}: ${name} is ${shownSafely(value)}`, {
    code: 'INVALID_VALUE',
    option: OPTION_NAMES.find((each) => each === name),
    hint: `It must be ${wanted}.`,
  });
}

interface KindRule {
  readonly wanted: string;
  readonly fits: (value: unknown) => boolean;
}

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';

const KINDS: Readonly<Record<OptionKind, KindRule>> = {
  number: { wanted: 'a number', fits: isNumber },
  text: { wanted: 'a string', fits: isText },
  'number or text': {
    wanted: 'a number, or a string such as 5..15',
    fits: (value) => isNumber(value) || isText(value),
  },
  texts: {
    wanted: 'a string or an array of strings',
    fits: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  },
  boolean: { wanted: 'true or false', fits: (value) => typeof value === 'boolean' },
  overlap: {
    wanted: "true, false or 'all'",
    fits: (value) => typeof value === 'boolean' || value === 'all',
  },
  isolation: {
    wanted: "'all', 'read-committed', 'repeatable-read', 'serializable', or an array of these",
    fits: (value) =>
      isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
  },
  scenario: {
    wanted: 'the name of a scenario, or a scenario made by defineScenario',
    fits: (value) => isText(value) || isScenario(value),
  },
  strategies: {
    wanted: 'the name of a strategy, a strategy made by defineStrategy, or an array of these',
    fits: (value) => {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.length > 0 && list.every((each) => isText(each) || isStrategy(each));
    },
  },
  cases: {
    wanted: `${CASE_WANTED}, or an array of these`,
    fits: (value) => {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.length > 0 && list.every(isCaseChoice);
    },
  },
};

/** Checks the shape, not the origin: another copy of this package may have made the strategy. */
const isStrategy = (value: unknown): boolean =>
  isObject(value) &&
  isName(value['name']) &&
  typeof value['attempt'] === 'function' &&
  isObject(value['claims']) &&
  isObject(value['sqlstates']);

const isScenario = (value: unknown): boolean =>
  isObject(value) &&
  isName(value['name']) &&
  typeof value['nextOperation'] === 'function' &&
  typeof value['limits'] === 'function' &&
  typeof value['defaultBalance'] === 'function' &&
  isObject(value['accounts']) &&
  Array.isArray(value['exposes']);

/** A value, for an error message. */
const shownSafely = (value: unknown): string => withoutPasswords(shown(value));
