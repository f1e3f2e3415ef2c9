/**
 * How messages name options. A message contains a mark for each option. `cli/` replaces marks by
 * `--time-limit`, and `api/` by `timeLimit`, for tests and config files.
 */

/** Options of tests, config files and the command line. */
const SHARED_OPTIONS = [
  'strategy',
  'scenario',
  'workers',
  'operations',
  'accounts',
  'balance',
  'amount',
  'retries',
  'seed',
  'url',
  'expect',
  'duration',
  'think',
  'backoff',
  'connections',
  'processes',
  'rounds',
  'timeLimit',
  'timeout',
  'maxSchedules',
  'maxSwitches',
  'lanes',
  'schedule',
  'follow',
  'overlap',
  'isolation',
] as const;

/** Options of the command line only. */
const COMMAND_LINE_OPTIONS = [
  'vary',
  'keep',
  'only',
  'format',
  'output',
  'writeTest',
  'port',
  'host',
  'allowHost',
  'lab',
] as const;

/** Every option that an error can be about. */
export const OPTION_NAMES = [...SHARED_OPTIONS, ...COMMAND_LINE_OPTIONS] as const;

/** An option, such as `timeLimit`: `--time-limit` on the command line. */
export type OptionName = (typeof OPTION_NAMES)[number];

/** How options are spelled: `--time-limit`, or `timeLimit`. */
export type OptionSpelling = 'flags' | 'options';

// Noncharacters are for internal use, so user text does not contain them. (The Unicode Standard,
// 23.7)
const BEGIN = '\uFDD0';
const END = '\uFDD1';
const MARK = new RegExp(`${BEGIN}(${OPTION_NAMES.join('|')})${END}`, 'g');

const byName: ReadonlyMap<string, OptionName> = new Map(OPTION_NAMES.map((name) => [name, name]));

/** The mark of an option, to be put into a message: `raise ${option('timeLimit')}`. */
export const option = (name: OptionName): string => `${BEGIN}${name}${END}`;

/** `timeLimit` → `--time-limit` */
export const flagOf = (name: OptionName): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A message with its marks turned into the names that its readers use. */
export const spelled = (message: string, spelling: OptionSpelling): string =>
  spelling === 'options'
    ? message.replaceAll(MARK, '$1')
    : message.replaceAll(MARK, (mark, name: string) => {
        const known = byName.get(name);
        return known === undefined ? mark : flagOf(known);
      });
