/** The parts that command lines consist of. */
import { withPassword } from '../database/connection-string.js';
import { flagOf, type OptionName } from '../text/option.js';
import { formatTime } from './format.js';
import { shellWord } from './shell-word.js';

/** An option, its value, and its default (null: the option is always written). */
export type Setting = readonly [option: OptionName, value: string, fallback: string | null];

/** The settings that differ from their defaults. */
export function settingWords(settings: readonly Setting[]): readonly string[] {
  return settings
    .filter(([, value, fallback]) => value !== fallback)
    .flatMap(([name, value]) => [flagOf(name), shellWord(value)]);
}

/** The time limit of an exploration; null: none. */
export const timeLimitSetting = (ms: number | null): Setting => [
  'timeLimit',
  ms === null ? '' : formatTime(ms),
  '',
];

/** In the address, `PASSWORD` replaces the password. */
export function urlWords(url: string | null): readonly string[] {
  return url === null ? [] : [flagOf('url'), shellWord(withPassword(url, 'PASSWORD'))];
}

/** The rules that are about what is run again. */
export function expectationWords<E extends { readonly rule: string }>(
  expectations: readonly E[],
  isAboutThese: (expectation: E) => boolean,
): readonly string[] {
  return expectations
    .filter((expectation) => isAboutThese(expectation))
    .flatMap(({ rule }) => [flagOf('expect'), shellWord(rule)]);
}
