/** JSON that people write by hand: an error says where. */

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
  const walker = new Walker(text);
  const end = walker.walk();
  const { twice } = walker;
  if (twice !== null) throw new JsonError(text, twice.offset, `${twice.name} is there already`);
  try {
    return JSON.parse(text);
  } catch {
    const found = text.slice(end).trim() === '' ? 'the end' : JSON.stringify(text[end]);
    throw new JsonError(text, end, `${found} is not what JSON has there`);
  }
}

const BLANKS = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- these are what a string may not hold
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/** Goes as far as the grammar of RFC 8259 lets it. */
class Walker {
  /** The first name that a member shares with an earlier one of its object. */
  twice: { readonly name: string; readonly offset: number } | null = null;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the offset of the first mistake, or the end */
  walk(): number {
    if (this.#value()) this.#take(BLANKS);
    return this.#at;
  }

  /** Each of these says whether it was there; if not, the walk is over. */
  #value(): boolean {
    this.#take(BLANKS);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#list(']', () => this.#value());
      default:
        return this.#take(STRING) || this.#take(SCALAR);
    }
  }

  #object(): boolean {
    const names = new Set<string>();
    return this.#list('}', () => {
      this.#take(BLANKS);
      const offset = this.#at;
      if (!this.#take(STRING)) return false;
      const name = this.#text.slice(offset, this.#at);
      if (names.has(name)) this.twice ??= { name, offset };
      names.add(name);
      return this.#sign(':') && this.#value();
    });
  }

  #list(end: string, item: () => boolean): boolean {
    this.#at += 1;
    if (this.#sign(end)) return true;
    while (item()) {
      if (this.#sign(end)) return true;
      if (!this.#sign(',')) return false;
    }
    return false;
  }

  #sign(sign: string): boolean {
    this.#take(BLANKS);
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }
}
