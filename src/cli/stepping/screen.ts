import type { Stream, Surroundings } from '../terminal.js';

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

const ROWS_OF_MOST = 24;
/** The title, the header of the drawing and the rule below it always stay. */
const HEADER = 4;

/** A page of a terminal beside what was there before, which comes back at the end. */
export class Screen {
  readonly #stream: Stream;
  #isOpen = false;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** @param lines too many lose those after the header */
  show(lines: readonly string[]): void {
    this.#open();
    const rows = this.#stream.rows ?? ROWS_OF_MOST;
    const page = fitting(lines, rows);
    const text = page.map((line) => `${line}${CLEAR_LINE}`).join('\r\n');
    this.#stream.write(`${HOME}${text}${CLEAR_BELOW}`);
  }

  /** Brings back what was there before. */
  readonly close = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off('exit', this.close);
    this.#stream.write(LEAVE);
  };

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    // A second interruption ends the process at once.
    process.on('exit', this.close);
    this.#stream.write(ENTER);
  }
}

/** The lines that fit. */
export function fitting(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  const last = Math.max(1, rows - HEADER - 1);
  const left = lines.length - HEADER - last;
  return [...lines.slice(0, HEADER), `⋮ ${left} lines`, ...lines.slice(-last)].slice(-rows);
}

/** The terminal that a person looks at; null: there is none. */
export function terminalIn({ stdout, stderr, stdin }: Surroundings): Stream | null {
  if (stdin?.().isTTY !== true) return null;
  return [stderr, stdout].find(({ isTTY }) => isTTY === true) ?? null;
}
