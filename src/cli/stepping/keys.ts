import type { Input } from '../terminal.js';

/** Sequences of a terminal for arrows and the like, which mean nothing here. */
// eslint-disable-next-line no-control-regex
const SEQUENCE = /\u001B(?:\[[\d;]*[A-Za-z~]|O[A-Z])?/g;
const INTERRUPT = '\u0003';
const END_OF_FILE = '\u0004';

/** The keys of a person, or of a script, one at a time. */
export class Keys {
  /** Whether a person presses them. */
  readonly isPerson: boolean;
  readonly #input: Input | undefined;
  readonly #keys: string[] = [];
  #isClosed = false;
  #isOver: boolean;
  #wake: () => void = () => {};

  /** @param input undefined: there are none */
  constructor(input: Input | undefined, isPerson: boolean) {
    this.#input = input;
    this.isPerson = isPerson;
    this.#isOver = input === undefined;
    if (input === undefined) return;
    if (isPerson) input.setRawMode?.(true);
    input.setEncoding('utf8');
    input.on('end', this.#ended);
    input.on('error', this.#ended);
    input.on('data', this.#read);
  }

  /** The next key; null: there are no more. */
  async next(): Promise<string | null> {
    for (;;) {
      const key = this.#keys.shift();
      if (key !== undefined) return key;
      if (this.#isOver) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Gives the terminal back. */
  close(): void {
    const input = this.#input;
    if (input === undefined || this.#isClosed) return;
    this.#isClosed = true;
    input.off('end', this.#ended);
    input.off('error', this.#ended);
    input.off('data', this.#read);
    if (this.isPerson) input.setRawMode?.(false);
    input.pause();
  }

  readonly #ended = (): void => {
    this.#isOver = true;
    this.#wake();
  };

  readonly #read = (text: string): void => {
    for (const key of text.replaceAll(SEQUENCE, '')) {
      // A terminal in raw mode sends no signal for Ctrl-C.
      if (this.isPerson && key === INTERRUPT) process.kill(process.pid, 'SIGINT');
      else if (this.isPerson && key === END_OF_FILE) this.#ended();
      else this.#keys.push(key);
    }
    this.#wake();
  };
}
