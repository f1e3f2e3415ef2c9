/** The words of a text, and what stands between them. */
import { CLOCK, DATE_STRING, TIME, UUID } from './text-numbers.js';

/** Not groups of hexadecimal digits, as addresses have them. */
const TIME_OF_DAY = new RegExp(
  `(?<![\\p{L}\\p{N}:])(?:${CLOCK.source}|(?:[01]\\d|2[0-3]):[0-5]\\d)(?![\\p{L}\\p{N}:])`,
  'u',
);
/** Each is one word. */
const TIME_OR_ID = [UUID, DATE_STRING, TIME, TIME_OF_DAY].map(({ source }) => source).join('|');
const TIMES_AND_IDS = new RegExp(TIME_OR_ID, 'giu');
const IS_TIME_OR_ID = new RegExp(`^(?:${TIME_OR_ID})$`, 'iu');
const BETWEEN = /^[\s"'(),:;<>[\]`{|}]$/;
const WORD = /[^\s"'(),:;<>[\]`{|}]+|[\s"'(),:;<>[\]`{|}]/g;

/** Words, of which a time or a UUID is one, and the characters between words. Joined, they are the text. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let from = 0;
  for (const { index, 0: word } of text.matchAll(TIMES_AND_IDS)) {
    words.push(...(text.slice(from, index).match(WORD) ?? []), word);
    from = index + word.length;
  }
  return [...words, ...(text.slice(from).match(WORD) ?? [])];
}

/** Whether it stands between words. */
export const isBetween = (word: string): boolean => BETWEEN.test(word);

/** Equal for texts that have words at the same places. */
export const shapeOf = (words: readonly string[]): string =>
  words.map((word) => (isBetween(word) ? word : '\0')).join('');

/** A number in a word, by itself or as a label has it: `17`, `-5`, `INV-000017`, `left=40`, `user17`. */
const NUMBER =
  /(?<![\p{L}\p{N}.])-?\d+(?:\.\d+)?(?![\p{L}\p{N}]|\.\d)|(?<=\p{L}{2})\d+(?![\p{L}\p{N}]|\.\d)/gu;

/** The numbers in a word. */
export const numbersIn = (word: string): readonly string[] => word.match(NUMBER) ?? [];

/** A word with other numbers. */
export function withNumbers(
  word: string,
  numberAt: (index: number, number: string) => string,
): string {
  let index = -1;
  return word.replaceAll(NUMBER, (number) => numberAt((index += 1), number));
}

/** A label without its numbers, such as `INV-#`; null: it is none, but a token or a time. */
export function labelOf(word: string): string | null {
  if (IS_TIME_OR_ID.test(word)) return null;
  const label = withNumbers(word, () => '#');
  return /\d/.test(label) || !label.includes('#') ? null : label;
}

const UNIT = /^(?:[mnuµμ]?s|m?secs?|seconds?|milliseconds?|microseconds?|nanoseconds?|millis)\.?$/i;
const DURATION = /^(?:[^\d]*=)?\d+(?:\.\d+)?(?:[mnuµμ]?s|m?secs?)\.?$/i;
/** What precedes a number that may differ between two runs although it seldom does. */
const UNSTEADY = /^(?:took|elapsed|duration|latency|pid)$/i;

/** A time in whole minutes is no time of a clock. */
const CLOCK_TIME = /\d:\d\d:(?!00(?:\.0+)?(?![\d.]))\d\d/;

/** Whether the word at a place is a time, a duration or the like, which may be equal in two runs by chance. */
export function isUnsteady(words: readonly string[], place: number): boolean {
  const word = words[place] ?? '';
  if (!/\d/.test(word)) return false;
  if (IS_TIME_OR_ID.test(word)) return CLOCK_TIME.test(word);
  const [, name = words.slice(0, place).findLast((each) => !isBetween(each)) ?? ''] =
    /^(\w+)=/.exec(word) ?? [];
  const unit = words[place + 1] === ' ' ? (words[place + 2] ?? '') : '';
  return DURATION.test(word) || UNIT.test(unit) || UNSTEADY.test(name);
}
