/** SQL as tokens, enough of it to show a statement in fewer words. */

export type TokenKind =
  | 'word'
  /** In double quotes; `text` has none. */
  | 'identifier'
  /** In single quotes or dollar quotes. */
  | 'string'
  | 'number'
  /** `$1` */
  | 'parameter'
  | 'operator'
  /** Brackets, commas, full stops and semicolons. */
  | 'mark';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Whether there is a blank before it. */
  readonly spaced: boolean;
}

const PATTERNS: readonly (readonly [kind: TokenKind | 'blank', pattern: RegExp])[] = [
  ['blank', /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/y],
  ['string', /[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$/y],
  ['identifier', /"(?:[^"]|"")*"/y],
  ['parameter', /\$\d+/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['operator', /(?:(?!--|\/\*)[-+*/<>=~!@#%^&|?:])+/y],
];

/** Never fails: a character that begins nothing known is a mark. Comments are blanks. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let spaced = false;
  for (let at = 0; at < sql.length;) {
    const [kind, text] = matchAt(sql, at);
    if (kind !== 'blank') {
      tokens.push({ kind, spaced, text: kind === 'identifier' ? unquoted(text) : text });
    }
    spaced = kind === 'blank';
    at += text.length;
  }
  return tokens;
}

function matchAt(sql: string, at: number): readonly [TokenKind | 'blank', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return [kind, text];
  }
  return ['mark', sql.slice(at, at + 1)];
}

const unquoted = (text: string): string => text.slice(1, -1).replaceAll('""', '"');

/** Whether a token is this keyword; keywords are given in small letters. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase());

export const isMark = (token: Token | undefined, ...marks: readonly string[]): boolean =>
  token?.kind === 'mark' && marks.includes(token.text);

/** Words that end what came before, and are no alias. */
const KEYWORDS = new Set(
  (
    'and as cross default do except fetch for from full group having in inner intersect into is ' +
    'join lateral left like limit natural not offset on only or order outer overriding returning ' +
    'right select set tablesample union update using values when where window with'
  ).split(' '),
);

/** Whether a token names something: quoted, or a word that is no keyword. */
export const isName = (token: Token | undefined): token is Token =>
  token?.kind === 'identifier' ||
  (token?.kind === 'word' && !KEYWORDS.has(token.text.toLowerCase()));

/** The position of the bracket that closes one, or the end. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (isMark(tokens[i], '(')) depth++;
    if (isMark(tokens[i], ')') && --depth === 0) return i;
  }
  return tokens.length;
}

/** Where a list ends that begins at a position: before a keyword, or a bracket that closes more. */
export function endOf(tokens: readonly Token[], start: number, ...ends: readonly string[]): number {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    const token = tokens[i];
    if (isMark(token, '(')) depth++;
    if (isMark(token, ')') && --depth < 0) return i;
    if (depth === 0 && (isMark(token, ';') || isWord(token, ...ends))) return i;
  }
  return tokens.length;
}

/** The parts between commas outside brackets. */
export function itemsOf(tokens: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isMark(token, '(')) depth++;
    if (isMark(token, ')')) depth--;
    if (depth === 0 && isMark(token, ',')) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

const COMMA: Token = { kind: 'mark', text: ',', spaced: false };
export const ELLIPSIS: Token = { kind: 'mark', text: '…', spaced: true };

/** Items with commas between. */
export const joined = (items: readonly (readonly Token[])[]): Token[] =>
  items.flatMap((item, i) => (i === 0 ? item : [COMMA, ...item]));
