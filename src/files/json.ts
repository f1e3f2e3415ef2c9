/** Parses JSON that people write by hand. An error says where it is. */
import { parseTree, type Node, type ParseError } from 'jsonc-parser';

/** An error in a JSON text, with its place. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;

  constructor(text: string, offset: number, problem: string) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`line ${line}, column ${column}: ${problem}`);
    this.line = line;
    this.column = column;
  }
}

/**
 * Parses a text as `JSON.parse` does. The errors of `JSON.parse` have a place only for some mistakes, and it
 * ignores duplicate keys.
 * @throws {JsonError}
 */
export function parseJson(text: string): unknown {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first !== undefined) {
    const rest = text.slice(first.offset);
    const found = rest.trim() === '' ? 'end of file' : JSON.stringify(rest[0]);
    throw new JsonError(text, first.offset, `unexpected ${found}`);
  }
  const twice = tree && findTwice(tree);
  if (twice) {
    const name = JSON.stringify(twice.value);
    throw new JsonError(text, twice.offset, `duplicate key ${name}`);
  }
  return JSON.parse(text);
}

/** The first duplicate key in any object. */
function findTwice({ type, children = [] }: Node): Node | undefined {
  const names = new Set<unknown>();
  for (const child of children) {
    const [name] = child.children ?? [];
    if (type === 'object' && name !== undefined) {
      if (names.has(name.value)) return name;
      names.add(name.value);
    }
    const within = findTwice(child);
    if (within !== undefined) return within;
  }
  return undefined;
}
