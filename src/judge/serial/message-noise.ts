/** Parts of messages that differ between two runs of the same serial order, such as numbers. */
import type { Ending } from '../../model.js';
import type { EndPair } from './end.js';

/** Replaces a part of a message that is not compared. */
const GAP = '…';

/** The constant parts of messages that are otherwise noise. */
export interface MessageTemplate {
  /** `order … is closed` */
  readonly text: string;
  readonly pattern: RegExp;
}

/** The most general first. */
export function messageNoise(runs: readonly EndPair[]): MessageTemplate[] {
  const texts = new Set<string>();
  for (const { first, second } of runs) {
    for (const [index, ending] of first.endings.entries()) {
      const one = messageOf(ending);
      const other = messageOf(second.endings[index] ?? null);
      if (one === null || other === null || one === other) continue;
      if (ending?.kind === second.endings[index]?.kind) texts.add(commonTemplate(one, other));
    }
  }
  return [...texts]
    .toSorted((one, other) => one.length - other.length || (one < other ? -1 : 1))
    .map((text) => ({ text, pattern: patternFor(text) }));
}

/** A message without its noise. */
export const withoutNoise = (message: string, templates: readonly MessageTemplate[]): string =>
  templates.find(({ pattern }) => pattern.test(message))?.text ?? message;

/** The message that is compared; null: none, because there is something better. */
export function messageOf(ending: Ending | null): string | null {
  if (ending === null || ending.kind === 'returned') return null;
  return ending.kind === 'failed' && ending.sqlstate !== '' ? null : ending.message;
}

function commonTemplate(one: string, other: string): string {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const parts =
    words.length === others.length
      ? words.map((word, index) => (word === others[index] ? word : GAP))
      : aroundDifference(words, others);
  return parts.join('').replaceAll(new RegExp(`${GAP}+`, 'g'), GAP);
}

/** What two lists of words begin with and end with. */
function aroundDifference(words: readonly string[], others: readonly string[]): string[] {
  const most = Math.min(words.length, others.length);
  let start = 0;
  while (start < most && words[start] === others[start]) start += 1;
  let end = 0;
  while (end < most - start && words.at(-1 - end) === others.at(-1 - end)) end += 1;
  return [...words.slice(0, start), GAP, ...words.slice(words.length - end)];
}

/** Words and numbers, and what stands between them. */
const wordsOf = (message: string): string[] =>
  message.match(/[\p{L}\p{N}_-]+|[^\p{L}\p{N}_-]/gu) ?? [];

const patternFor = (template: string): RegExp =>
  new RegExp(`^${template.split(GAP).map(escaped).join('.*')}$`, 'su');

const escaped = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&');
