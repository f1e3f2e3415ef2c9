import { isMark, isWord, type Token } from './tokens.js';

/** Leaves out brackets that change nothing: doubled ones, and those around a whole condition. */
export const withoutBrackets = (tokens: readonly Token[]): Token[] =>
  without(without(tokens, isDoubled), isNeedless);

type Test = (tokens: readonly Token[], open: number, close: number) => boolean;

/** Leaves out the pairs of brackets for which a test is true. */
function without(tokens: readonly Token[], test: Test): Token[] {
  const dropped = new Set<number>();
  const opened: number[] = [];
  tokens.forEach((token, close) => {
    if (isMark(token, '(')) opened.push(close);
    const open = isMark(token, ')') ? opened.pop() : undefined;
    if (open !== undefined && test(tokens, open, close)) dropped.add(open).add(close);
  });
  return tokens.filter((_, i) => !dropped.has(i));
}

/** The inner of two pairs without anything between them. */
const isDoubled: Test = (tokens, open, close) =>
  isMark(tokens[open - 1], '(') &&
  isMark(tokens[close + 1], ')') &&
  !hasOwn(tokens.slice(open + 1, close), ',');

/** Words that may follow a condition. */
const ENDS =
  'and or group having order limit offset fetch for union except intersect returning window inner left right full cross join where on natural'.split(
    ' ',
  );

/** A pair around a whole condition, or around a part without AND and OR. */
const isNeedless: Test = (tokens, open, close) => {
  const before = tokens[open - 1];
  const after = tokens[close + 1];
  const inside = tokens.slice(open + 1, close);
  if (isWord(inside[0], 'select', 'with', 'values') || hasOwn(inside, ',')) return false;
  const begins = isWord(before, 'where', 'on', 'having');
  const isPart = begins || isWord(before, 'and', 'or') || isMark(before, '(');
  const ends = after === undefined || isMark(after, ')', ';') || isWord(after, ...ENDS);
  if (!isPart || !ends) return false;
  return (begins && !isWord(after, 'and', 'or')) || !hasOwn(inside, 'and', 'or');
};

/** Whether one of these words or marks stands outside the inner brackets. */
function hasOwn(tokens: readonly Token[], ...texts: readonly string[]): boolean {
  let depth = 0;
  return tokens.some((token) => {
    if (isMark(token, '(')) depth++;
    if (isMark(token, ')')) depth--;
    return depth === 0 && (isMark(token, ...texts) || isWord(token, ...texts));
  });
}
