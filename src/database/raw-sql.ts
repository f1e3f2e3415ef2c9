import type { Statement } from './statement.js';

/**
 * The kind of a raw SQL statement, judged by its first word. `other` means unknown: the statement may
 * read, write and commit.
 */
export function kindOfRaw(sql: string): Statement['kind'] {
  const text = withoutComments(sql);
  if (/;\s*\S/.test(text)) return 'other';
  const first = /^\w+/.exec(text)?.[0].toLowerCase() ?? '';
  switch (first) {
    case 'begin':
    case 'start':
      return 'begin';
    case 'commit':
    case 'end':
      return keepsTransaction(text) ? 'other' : 'commit';
    case 'rollback':
    case 'abort':
      return keepsTransaction(text) ? 'other' : 'rollback';
    case 'select':
    case 'with':
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return readsOrWrites(text, first);
    default:
      return 'other';
  }
}

/** A SELECT that calls a function may write. So it counts as a read only if it reads the table account. */
function readsOrWrites(text: string, first: string): Statement['kind'] {
  if (first !== 'select' && first !== 'with') return 'write';
  const unlocked = text.replaceAll(/\bfor\s+(no\s+key\s+)?update\b/gi, '');
  if (first === 'with' && /\b(insert|update|delete|merge)\b/i.test(unlocked)) return 'write';
  return /\bfrom\s+account\b/i.test(text) ? 'read' : 'other';
}

/** ROLLBACK TO continues the same transaction, and AND CHAIN starts the next one. */
export const keepsTransaction = (sql: string): boolean =>
  /^\w+\s+((work|transaction)\s+)?(to|and\s+chain)\b/i.test(withoutComments(sql));

/** Whether any statement of the text is a COPY that sends its rows through the connection. */
export const copiesThroughConnection = (sql: string): boolean =>
  /\bcopy\b/i.test(sql) &&
  /(^|;)\s*copy\s[^;]*\b(from\s+stdin|to\s+stdout)\b/i.test(withoutComments(sql));

/** Whether the statement ends its transaction even when it fails. */
export const endsTransaction = (sql: string): boolean =>
  /^(commit|end|prepare\s+transaction)\b/i.test(withoutComments(sql));

const withoutComments = (sql: string): string =>
  sql.replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, ' ').trim();
