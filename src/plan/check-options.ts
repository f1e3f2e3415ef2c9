/** Options that come from JavaScript or from a file may be anything: this says what is wrong. */
import { UsageError } from '../errors.js';
import { unknownName } from './nearest.js';
import { quoted } from './parse.js';

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
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new UsageError(`${where}: its options are ${shown(given)}, not an object`, {
      hint: `Write them as { strategy: 'for-update', workers: 50 }.`,
    });
  }
  for (const [name, value] of Object.entries(given)) {
    const kind = known.get(name);
    if (kind === undefined) throw unknownName(where, 'option', name, [...known.keys()]);
    if (value !== undefined) checkValue(value, kind, where, name);
  }
}

function checkValue(value: unknown, kind: OptionKind, where: string, name: string): void {
  const { fits, wanted } = KINDS[kind];
  if (fits(value)) return;
  throw new UsageError(`${where}: ${name} is ${shown(value)}`, { hint: `It has to be ${wanted}.` });
}

interface Kind {
  readonly wanted: string;
  readonly fits: (value: unknown) => boolean;
}

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';

const KINDS: Readonly<Record<OptionKind, Kind>> = {
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
  isRecord(value) &&
  isName(value['name']) &&
  typeof value['attempt'] === 'function' &&
  isRecord(value['claims']) &&
  isRecord(value['sqlstates']);

const isScenario = (value: unknown): boolean =>
  isRecord(value) &&
  isName(value['name']) &&
  typeof value['nextOperation'] === 'function' &&
  typeof value['limits'] === 'function' &&
  typeof value['defaultBalance'] === 'function' &&
  isRecord(value['accounts']) &&
  Array.isArray(value['exposes']);

/** A comma or a colon in it would make two names, or an expectation, of one. */
const isName = (value: unknown): boolean =>
  typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && value !== 'all';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What was given, for an error message. */
function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) {
    const name: unknown = Object.entries(value).find(([key]) => key === 'name')?.[1];
    return typeof name === 'string' ? `an object named ${quoted(name)}` : 'an object';
  }
  return typeof value === 'function' ? 'a function' : String(value);
}
