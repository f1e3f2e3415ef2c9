/** Options that come from JavaScript or from a file may be anything: this says what is wrong. */
import { UsageError } from '../errors.js';
import { OPTION_NAMES } from '../text/option.js';
import { isObject, shown } from '../text/values.js';
import { isName } from './name.js';
import { unknownName } from './nearest-name.js';
import { withoutPasswords } from './redact.js';

/** What an option may be. Whether a number or a text is a sensible one shows in the plan. */
export type OptionKind =
  | 'number'
  | 'text'
  | 'number or text'
  /** A text, or a list of them. */
  | 'texts'
  | 'scenario'
  /** A strategy, a text, or a list of either with something in it. */
  | 'strategies';

/** The kind of each option, so that none can be forgotten. */
export type OptionKinds<Options> = Readonly<Record<keyof Options & string, OptionKind>>;

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an option that there is not, or of which the value has a wrong type
 */
export function checkOptions<Options extends object>(
  options: Options,
  kinds: OptionKinds<Options>,
  where: string,
): void {
  const given: unknown = options;
  const known: ReadonlyMap<string, OptionKind> = new Map(Object.entries(kinds));
  if (!isObject(given)) {
    throw new UsageError(`${where}: its options are ${shownSafely(given)}, not an object`, {
      code: 'INVALID_VALUE',
      hint: `Write them as { strategy: 'for-update', workers: 50 }.`,
    });
  }
  for (const [name, value] of Object.entries(given)) {
    const kind = known.get(name);
    if (kind === undefined)
      throw unknownName(
        { code: 'UNKNOWN_OPTION', subject: { text: where, option: null }, kind: 'option' },
        name,
        [...known.keys()],
      );
    if (value !== undefined) checkValue(value, kind, where, name);
  }
}

function checkValue(value: unknown, kind: OptionKind, where: string, name: string): void {
  const { fits, wanted } = KINDS[kind];
  if (fits(value)) return;
  throw new UsageError(`${where}: ${name} is ${shownSafely(value)}`, {
    code: 'INVALID_VALUE',
    option: OPTION_NAMES.find((each) => each === name),
    hint: `It has to be ${wanted}.`,
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
  text: { wanted: 'a text', fits: isText },
  'number or text': {
    wanted: 'a number, or a text such as 5..15',
    fits: (value) => isNumber(value) || isText(value),
  },
  texts: {
    wanted: 'a text, or a list of them',
    fits: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  },
  scenario: {
    wanted: 'the name of a scenario, or one that defineScenario made',
    fits: (value) => isText(value) || isScenario(value),
  },
  strategies: {
    wanted: 'the name of a strategy, one that defineStrategy made, or a list of them',
    fits: (value) => {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.length > 0 && list.every((each) => isText(each) || isStrategy(each));
    },
  },
};

/** Not by how it was made: it may come from another copy of this package. */
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

/** What was given, for an error message. */
const shownSafely = (value: unknown): string => withoutPasswords(shown(value));
