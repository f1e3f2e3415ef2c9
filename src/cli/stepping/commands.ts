/** What the keys mean. */

/** What a key asks for. */
export type KeyCommand =
  /** The next statement of a worker. */
  | { readonly kind: 'step'; readonly letter: string }
  | { readonly kind: 'back' | 'finish' | 'help' | 'nothing' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'unknown'; readonly key: string };

const KEYS: Readonly<Record<string, 'back' | 'finish' | 'quit' | 'help'>> = {
  u: 'back',
  f: 'finish',
  q: 'quit',
  '?': 'help',
};

/** The key that releases a worker: its small letter, unless that is another key. */
export function keyOf(letter: string): string {
  const small = letter.toLowerCase();
  return small in KEYS ? letter : small;
}

/** Whitespace means nothing. */
export function commandOf(key: string): KeyCommand {
  const kind = KEYS[key];
  if (kind === 'quit') return { kind };
  if (kind !== undefined) return { kind };
  if (/^\s$/.test(key)) return { kind: 'nothing' };
  if (/^[a-z]$/i.test(key)) return { kind: 'step', letter: key.toUpperCase() };
  return { kind: 'unknown', key };
}

export const KEY_LINE = 'u back   f finish   q quit   ? help';

/** Below a schedule that is over. */
export const LAST_KEY_LINE = 'u back   q the report   ? help';

export const HELP: readonly string[] = [
  'a, b, c, …  release the next statement of that worker',
  'u           take the last step back',
  'f           let the rest run: the last worker first, then by letters',
  'q           end; of a schedule that is over, the report is printed',
  'Workers F, Q and U go with their capital letters.',
];
