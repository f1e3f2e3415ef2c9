import { isMark, isName, isWord, type Token, type TokenKind } from './tokens.js';

/** Tokens as text, with blanks where a person would write them. */
export const printed = (tokens: readonly Token[], textOf: (token: Token) => string): string =>
  tokens
    .map((token, i) => {
      const before = tokens[i - 1];
      return (
        (before !== undefined && isApart(before, token, tokens[i - 2]) ? ' ' : '') + textOf(token)
      );
    })
    .join('');

/** Operators that stand apart from both sides. */
const COMPARING = new Set(['=', '<>', '!=', '<', '>', '<=', '>=']);
const COUNTING = new Set(['+', '-']);

/** Whether a blank stands between two tokens. */
function isApart(before: Token, token: Token, earlier: Token | undefined): boolean {
  if (isMark(token, ',', ')', ']', ';', '.') || isMark(before, '(', '[', '.')) return false;
  if (isMark(before, ',', ';')) return true;
  if (isMark(token, '(') && isWord(before, 'values', 'in', 'and', 'or', 'where')) return true;
  if (isDividing(token, before) || isDividing(before, earlier)) return true;
  return token.spaced || ((isLetters(before) || isMark(before, ')')) && isLetters(token));
}

/** Whether an operator stands between two values. */
function isDividing({ kind, text }: Token, before: Token | undefined): boolean {
  if (kind !== 'operator' || before === undefined) return false;
  const isAfterValue = isMark(before, ')') || VALUES.has(before.kind) || isName(before);
  return COMPARING.has(text) || (COUNTING.has(text) && isAfterValue);
}

const VALUES = new Set<TokenKind>(['string', 'number', 'parameter']);

const isLetters = ({ kind, text }: Token): boolean =>
  kind !== 'operator' && (kind !== 'mark' || text === '…');
