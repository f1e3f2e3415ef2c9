/** JSON that people write by hand: an error says where. */

/** The place at which a text stops being JSON. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;

  constructor(text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const found = text.slice(offset).trimStart() === '' ? 'the end' : JSON.stringify(text[offset]);
    super(`line ${line}, column ${column}: ${found} is not what JSON has there`);
    this.line = line;
    this.column = column;
  }
}

/**
 * What `JSON.parse` makes of a text. Its own errors say where only for some mistakes.
 * @throws {JsonError}
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError(text, new Walker(text).firstMistake());
  }
}

const BLANKS = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- these are what a string may not hold
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/** Goes as far as the grammar of RFC 8259 lets it. */
class Walker {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  firstMistake(): number {
    if (this.#value()) this.#take(BLANKS);
    return this.#at;
  }

  /** Each of these says whether it was there; if not, the walk is over. */
  #value(): boolean {
    this.#take(BLANKS);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#list('}', () => this.#member());
      case '[':
        return this.#list(']', () => this.#value());
      default:
        return this.#take(STRING) || this.#take(SCALAR);
    }
  }

  #member(): boolean {
    this.#take(BLANKS);
    return this.#take(STRING) && this.#sign(':') && this.#value();
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
