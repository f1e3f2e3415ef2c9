import { quotedIdentifier } from '../../../text/identifier.js';
import { abridged, printable } from '../../../text/wrap.js';
import { withShortNames } from './aliases.js';
import { withoutBrackets } from './brackets.js';
import { withShortLists } from './lists.js';
import { printed } from './print.js';
import { isMark, tokensOf, type Token } from './tokens.js';
import { shortLiteral, shortText } from './value.js';

/** A statement in fewer words. */
export interface CondensedStatement {
  readonly text: string;
  /** What its returned columns are called: `StockLevel_on_hand` → `on_hand`. */
  readonly names: ReadonlyMap<string, string>;
}

/** A longer statement loses its middle before it is read. */
const LONGEST_READ = 8_000;
/** A statement that is still longer than this in the end loses its middle, too. */
const LONGEST_SHOWN = 400;
const SHOWN_OF_END = 120;

/**
 * A statement as people write it, for reading only: with values instead of parameters, and without
 * what libraries add: quotes, qualifiers of the only table, aliases that repeat their column,
 * doubled brackets, and most of many columns.
 * @param matters the columns that are kept in a long list
 */
export function condensed(
  sql: string,
  parameters: readonly unknown[],
  matters: ReadonlySet<string> = new Set(),
): CondensedStatement {
  const tokens = tokensOf(sql.length > LONGEST_READ ? abridged(sql) : sql);
  while (isMark(tokens.at(-1), ';')) tokens.pop();
  const { tokens: named, names } = withShortNames(withoutBrackets(tokens));
  const text = printed(withShortLists(named, matters), (token) => shownToken(token, parameters));
  return { text: printable(cut(text)), names };
}

const cut = (text: string): string =>
  text.length <= LONGEST_SHOWN
    ? text
    : `${text.slice(0, LONGEST_SHOWN - SHOWN_OF_END)} … ${text.slice(-SHOWN_OF_END)}`;

/** Letters, digits and underscores need no quotes for a reader. */
const PLAIN = /^[\p{L}_][\p{L}\p{N}_$]*$/u;

function shownToken({ kind, text }: Token, parameters: readonly unknown[]): string {
  if (kind === 'identifier') return PLAIN.test(text) ? text : quotedIdentifier(text);
  if (kind === 'string') return shortText(text);
  const position = kind === 'parameter' ? Number(text.slice(1)) - 1 : -1;
  return position >= 0 && position < parameters.length ? shortLiteral(parameters[position]) : text;
}
