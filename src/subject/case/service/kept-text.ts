/** A text of any length, of which only the beginning and the end are kept. */
import { createHash } from 'node:crypto';

import { count } from '../../../text/numbers.js';

/** How much is kept of each, in characters. */
const KEPT = 500_000;

/** Collects a text in parts. What is left out is still compared: the text names its digest. */
export class KeptText {
  #first = '';
  #last = '';
  #leftOut = 0;
  readonly #digest = createHash('sha256');

  add(text: string): void {
    const room = KEPT - this.#first.length;
    this.#first += text.slice(0, Math.max(0, room));
    const rest = this.#last + text.slice(Math.max(0, room));
    const over = Math.max(0, rest.length - KEPT);
    if (over > 0) this.#digest.update(rest.slice(0, over), 'utf16le');
    this.#leftOut += over;
    this.#last = rest.slice(over);
  }

  /** The whole text, or the beginning and the end with a mark between them. */
  get text(): string {
    if (this.#leftOut === 0) return this.#first + this.#last;
    const digest = this.#digest.copy().digest('hex').slice(0, 16);
    const mark = `[${count(this.#leftOut)} characters left out, SHA-256 ${digest}…]`;
    return `${this.#first}\n${mark}\n${this.#last}`;
  }
}
