/** The numbers in a text, by the place at which they stand. */

/** A number, and where in its text it stands: equal for `order-7` and `order-12`. */
export interface TextNumber {
  readonly place: string;
  readonly value: number;
}

/** Only the beginning of a longer text is read: it is no label, and seldom has a count in it. */
export const MOST_CHARACTERS = 1_000;
/** A longer word of letters and digits is a token. Some end in a count of their library, such as an ObjectId. */
const LONGEST_LABEL = 15;

export const UUID = /(?<![\da-z])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\da-z])/gi;
/** A date or a time as ISO 8601 and PostgreSQL write it. */
export const TIME =
  /\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d(?:\.\d+)?))?(?: ?(?:Z|([+-]\d\d)(?::?(\d\d))?))?)?(?![\p{L}\p{N}])/gu;
/** A time as JavaScript and HTTP write it. */
export const DATE_STRING =
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [\dA-Z][a-z\d]* [\dA-Z][a-z\d]* \d{4} \d\d:\d\d:\d\d GMT(?:[+-]\d{4})?/g;
/** A time of day, or an interval. A count in it carries from seconds to minutes. */
export const CLOCK = /(?<![\d:])(\d+):(\d\d):(\d\d(?:\.\d+)?)(?![\d:])/g;
const MONEY = /^(-?)\$((?:\d{1,3})(?:,\d{3})*\.\d+)$/;

/** A number by itself, with its sign, or a word of letters and digits. */
const WORD =
  /(?<![^\s,:=([{])-?\d+(?:\.\d+)?(?![\p{L}\p{N}.])|(?<![\p{L}\p{N}.])\d+\.\d+(?![\p{L}\p{N}.])|[\p{L}\p{N}]+/gu;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * The numbers in a text, without UUIDs and other long tokens. A time counts as the milliseconds since 1970, a time of day
 * or an interval as its seconds. Letters do not count for the place, unless they stand in a word with
 * digits: `ann-7` and `ben-8` have one place, but the digits of a random `a8f3` have a place that hardly any other text
 * has. Letters are no digits, also where they are hexadecimal, and numbers that JavaScript would round are left out.
 */
export function numbersInText(text: string): readonly TextNumber[] {
  const plain = text
    .slice(0, MOST_CHARACTERS)
    .replace(MONEY, (_all, sign: string, amount: string) => sign + amount.replaceAll(',', ''))
    .replaceAll(UUID, '')
    .replaceAll(DATE_STRING, (time) => String(Date.parse(time)))
    .replaceAll(
      TIME,
      (_all, date: string, time = '00:00', seconds = '0', hours = '+00', minutes = '00') =>
        String(Date.parse(`${date}T${time}${hours}:${minutes}`) + Number(seconds) * 1000),
    )
    .replaceAll(CLOCK, (_all, hours: string, minutes: string, seconds: string) =>
      String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)),
    );
  const around = plain.replaceAll(WORD, 'w');
  const words = plain.match(WORD) ?? [];
  return words
    .flatMap((word, index) => numbersInWord(word, `${around} ${index}`))
    .filter(({ value }) => Math.abs(value) <= Number.MAX_SAFE_INTEGER);
}

function numbersInWord(word: string, place: string): readonly TextNumber[] {
  if (NUMBER.test(word)) return [{ place, value: Number(word) }];
  if (word.length > LONGEST_LABEL) return [];
  const letters = word.replaceAll(/\d+/g, '#');
  return (word.match(/\d+/g) ?? []).map((digits, index) => ({
    place: `${place} ${letters} ${index}`,
    value: Number(digits),
  }));
}
