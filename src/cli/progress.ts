import { beginningOf } from '../text/width.js';
import type { Stream, Surroundings } from './terminal.js';

const EVERY_MS = 100;
/** What is over by then needs no progress. */
const FIRST_AFTER_MS = 700;

/** A line on a terminal that says how far something is; it is gone at the end. */
export class ProgressLine {
  readonly #stream: Stream;
  readonly #text: () => string | null;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  #shown = false;

  /** @param text what to show now; null: nothing yet */
  constructor(stream: Stream, text: () => string | null) {
    this.#stream = stream;
    this.#text = text;
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
    this.#timer.unref();
  }

  /** Stops, and clears the line. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#shown) this.#stream.write('\r\u001b[2K');
    this.#shown = false;
  }

  #show(): void {
    if (performance.now() - this.#began < FIRST_AFTER_MS) return;
    const text = this.#text();
    if (text === null) return;
    this.#shown = true;
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\u001b[2K${beginningOf(text, width)}`);
  }
}

export interface ProgressFlags {
  /** False: `--no-progress`. */
  readonly progress?: boolean;
}

/** Something that is told how far the work is, and can say it. */
interface Observer {
  /** How far it is, for a person; null: it has not begun. */
  text(): string | null;
}

/**
 * Does work whose progress a terminal shows, unless it is none or may not.
 * @param work given the observer to tell, if there is one, and what clears the line before its end
 * @param label stands before it: which of several pieces of work this is
 */
export async function withProgress<P extends Observer, R>(
  { progress: wanted }: ProgressFlags,
  { stderr }: Surroundings,
  progress: P,
  work: (options: { readonly progress?: P }, clear: () => void) => Promise<R>,
  label?: string,
): Promise<R> {
  if (!stderr.isTTY || wanted === false) return work({}, () => {});
  const line = new ProgressLine(stderr, () => {
    const text = progress.text();
    return text === null || label === undefined ? text : `${label} · ${text}`;
  });
  try {
    return await work({ progress }, () => line.end());
  } finally {
    line.end();
  }
}

/** What a report is told to, once the line of progress is out of its way. */
export const afterClearing =
  <R>(clear: () => void, reported: (report: R) => Promise<void>) =>
  (report: R): Promise<void> => {
    clear();
    return reported(report);
  };
