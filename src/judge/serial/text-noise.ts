/** Texts of which only some words differ between two runs of the same serial order, such as `left 10 at 10:00:03`. */
import { maskingFor, type Masking, type TextMasking } from './masking.js';
import type { Difference, ValuePair } from './part-noise.js';
import { MOST_CHARACTERS } from './text-numbers.js';
import {
  isBetween,
  isUnsteady,
  labelOf,
  numbersIn,
  shapeOf,
  withNumbers,
  wordsOf,
} from './text-words.js';

/** How values that differ are masked: by words, where they are texts that differ in some words only. */
export const maskingOf = ({ masking, pairs }: Difference): Masking =>
  (masking === 'value' ? textMasking(pairs) : null) ?? masking;

type Words = readonly string[];

/** The texts of two runs of one order. Which text of one is which of the other is not known. */
interface TextPair {
  readonly ones: readonly Words[];
  readonly others: readonly Words[];
}

/** How a word is written without what is not compared. */
type Writing = (word: string) => string;

/** Texts that have the same words, apart from words with digits and from what is masked. */
interface Template {
  /** By place. */
  readonly writings: readonly Writing[];
  readonly example: Words;
}

/** Texts with words at the same places. */
interface Kind {
  /** Equal for texts of the same template. */
  readonly keyOf: (words: Words) => string;
  readonly templates: ReadonlyMap<string, Template>;
}

const GAP = '\0';
const asItIs: Writing = (word) => word;
const asGap: Writing = () => GAP;

/**
 * Finds the words that differ, by their places.
 * @returns null when the whole texts are noise: two runs have words at other places, or other words without digits, or
 *   no word is the same
 */
function textMasking(pairs: readonly ValuePair[]): TextMasking | null {
  const texts = pairs.flatMap(({ ones, others }): TextPair[] => {
    const [one, other] = [wordsIn(ones), wordsIn(others)];
    return one === null || other === null ? [] : [{ ones: one, others: other }];
  });
  const shapes = texts.length === pairs.length ? grouped(texts, shapeOf) : null;
  if (shapes === null) return null;
  const kinds = new Map<string, Kind>();
  for (const [shape, ofShape] of shapes) {
    const kind = kindOf(ofShape);
    if (kind === null) return null;
    kinds.set(shape, kind);
  }
  const templates = [...kinds.values()].flatMap((kind) => Array.from(kind.templates.values()));
  const write = (words: Words) => written(words, kinds.get(shapeOf(words)));
  const isNoise = texts.some(
    ({ ones, others }) => maskingFor(ones.map(write), others.map(write)) !== null,
  );
  if (isNoise || !templates.some(comparesWords)) return null;
  return { texts: templates.flatMap(exampleOf), write: (text) => write(wordsOf(text)) };
}

/** The words of texts; null: not all values are texts, or one is long. */
function wordsIn(values: ValuePair['ones']): readonly Words[] | null {
  const given = values.filter((value) => value !== null);
  const texts = given.filter((value) => typeof value === 'string');
  const isLong = texts.some(({ length }) => length > MOST_CHARACTERS);
  return isLong || texts.length < given.length ? null : texts.map(wordsOf);
}

/** Null: two runs have different numbers of texts in a group. */
function grouped(
  pairs: readonly TextPair[],
  keyOf: (words: Words) => string,
): ReadonlyMap<string, readonly TextPair[]> | null {
  const groups = new Map<string, TextPair[]>();
  for (const pair of pairs) {
    const [byKey, othersByKey] = [pair.ones, pair.others].map((all) => byKeyOf(all, keyOf));
    if (byKey?.size !== othersByKey?.size) return null;
    for (const [key, ones] of byKey ?? []) {
      const others = othersByKey?.get(key) ?? [];
      if (others.length !== ones.length) return null;
      const group = groups.get(key) ?? [];
      group.push({ ones, others });
      groups.set(key, group);
    }
  }
  return groups;
}

function byKeyOf(
  all: readonly Words[],
  keyOf: (words: Words) => string,
): ReadonlyMap<string, readonly Words[]> {
  const byKey = new Map<string, Words[]>();
  for (const words of all) {
    const key = keyOf(words);
    const alike = byKey.get(key) ?? [];
    alike.push(words);
    byKey.set(key, alike);
  }
  return byKey;
}

/** The words at a place, in both runs of each pair. */
const wordsAt = (pairs: readonly TextPair[], place: number) =>
  pairs.map(({ ones, others }) => ({
    ones: ones.map((words) => words[place] ?? ''),
    others: others.map((words) => words[place] ?? ''),
  }));

type WordPairs = ReturnType<typeof wordsAt>;

const isSame = (pairs: WordPairs): boolean =>
  pairs.every(({ ones, others }) => maskingFor(ones, others) === null);

const placesIn = (pairs: readonly TextPair[]): readonly number[] => [
  ...(pairs[0]?.ones[0]?.keys() ?? []),
];

function kindOf(pairs: readonly TextPair[]): Kind | null {
  const isTelling = placesIn(pairs).map((place) => isSame(wordsAt(pairs, place)));
  const keyOf = (words: Words) =>
    words.map((word, place) => (isTelling[place] && !/\d/.test(word) ? word : GAP)).join('');
  const groups = grouped(pairs, keyOf);
  if (groups === null) return null;
  const templates = new Map<string, Template>();
  for (const [key, group] of groups) {
    const writings = placesIn(group).map((place) => writingAt(group, place));
    if (writings.includes(null)) return null;
    const example = group[0]?.ones[0] ?? [];
    templates.set(key, { writings: writings.filter((writing) => writing !== null), example });
  }
  return { keyOf, templates };
}

/** A token without digits is as long at least. Another word may have several words in its place at another time. */
const SHORTEST_TOKEN = 16;

/** Null: the whole texts are noise. */
function writingAt(pairs: readonly TextPair[], place: number): Writing | null {
  const lines = pairs.flatMap(({ ones, others }) => [...ones, ...others]);
  if (lines.some((words) => isUnsteady(words, place))) return asGap;
  const words = wordsAt(pairs, place);
  if (isSame(words)) return asItIs;
  const all = words.flatMap(({ ones, others }) => [...ones, ...others]);
  if (all.every((word) => !/\d/.test(word) && word.length < SHORTEST_TOKEN)) return null;
  const [label = null, ...labels] = new Set(all.map(labelOf));
  return label === null || labels.length > 0 ? asGap : labelWriting(label, words);
}

/** Writes a label without the numbers that differ. */
function labelWriting(label: string, pairs: WordPairs): Writing {
  const isMasked = [...label.matchAll(/#/g)].map((_mark, index) => {
    const numberIn = (word: string) => numbersIn(word)[index] ?? '';
    return !isSame(
      pairs.map(({ ones, others }) => ({
        ones: ones.map(numberIn),
        others: others.map(numberIn),
      })),
    );
  });
  if (!isMasked.includes(false)) return asGap;
  return (word) =>
    labelOf(word) === label
      ? withNumbers(word, (index, number) => (isMasked[index] === true ? GAP : number))
      : word;
}

const partsOf = ({ writings }: Template, words: Words): readonly string[] =>
  words.map((word, place) => (writings[place] ?? asItIs)(word));

function written(words: Words, kind: Kind | undefined): string {
  const template = kind?.templates.get(kind.keyOf(words));
  return (template === undefined ? words : partsOf(template, words)).join('');
}

const comparesWords = (template: Template): boolean =>
  partsOf(template, template.example).some((part) => !isBetween(part) && part !== GAP);

/** A longer text is cut. */
const LONGEST_EXAMPLE = 60;

function exampleOf(template: Template): readonly string[] {
  const text = partsOf(template, template.example).join('');
  if (!text.includes(GAP)) return [];
  const short = text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}${GAP}` : text;
  return [short.replaceAll(/\0+/g, '…').replaceAll(/\s+/g, ' ').trim()];
}
