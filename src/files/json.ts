/** JSON that people write by hand: an error says where. */
import { parseTree, type Node, type ParseError } from 'jsonc-parser';

/** What is wrong with a text that should be JSON, and where. */
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
 * What `JSON.parse` makes of a text. Its own errors say where only for some mistakes, and of two
 * members with one name it silently drops the first.
 * @throws {JsonError}
 */
export function parseJson(text: string): unknown {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first !== undefined) {
    const rest = text.slice(first.offset);
    const found = rest.trim() === '' ? 'the end' : JSON.stringify(rest[0]);
    throw new JsonError(text, first.offset, `${found} is not what JSON has there`);
  }
  const twice = tree && findTwice(tree);
  if (twice) {
    const name = JSON.stringify(twice.value);
    throw new JsonError(text, twice.offset, `${name} is there already`);
  }
  return JSON.parse(text);
}

/** The first name that a member shares with an earlier one of its object. */
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
