import { abridged, printable } from '../../text/wrap.js';
import { literal } from './value.js';

/** Strings, quoted identifiers and parameters. Text in quotes is one token. */
const TOKENS = /'(?:[^']|'')*'|"((?:[^"]|"")*)"|\$(\d+)/g;

/** An identifier that needs no quotes. */
const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** A statement with values instead of parameters, without needless quotes. */
export function filledIn(sql: string, parameters: readonly unknown[]): string {
  const filled = abridged(sql).replaceAll(
    TOKENS,
    (token: string, identifier?: string, position?: string) => {
      if (identifier !== undefined) return PLAIN.test(identifier) ? identifier : token;
      const index = Number(position) - 1;
      return position !== undefined && index < parameters.length
        ? literal(parameters[index])
        : token;
    },
  );
  return printable(abridged(filled));
}

/** Where a clause begins, unless it is inside a string. */
const CLAUSE =
  /'(?:[^']|'')*'|\s+(?=(?:from|where|and|set|values|returning|group by|order by|limit|for|on conflict)\b)/gi;

/** A statement in parts that read well as lines of their own. */
export function clausesOf(statement: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { 0: found, index } of statement.matchAll(CLAUSE)) {
    if (found.startsWith("'")) continue;
    parts.push(statement.slice(start, index));
    start = index + found.length;
  }
  return [...parts, statement.slice(start)];
}
