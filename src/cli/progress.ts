import { clearInterval, nowMs, setInterval } from '../own-timers.js';
import { beginningOf } from '../text/width.js';
import type { Stream, Surroundings } from './terminal.js';

const EVERY_MS = 100;
/** Work that ends earlier shows no progress. */
const FIRST_AFTER_MS = 700;

/** A line on a terminal that shows the progress of work. It is cleared at the end. */
export class ProgressLine {
  readonly #stream: Stream;
  readonly #text: () => string | null;
  readonly #began = nowMs();
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
    if (nowMs() - this.#began < FIRST_AFTER_MS) return;
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

/** Progress that can be shown in a line. */
interface DescribedProgress {
  /** The progress, for people; null: the work has not begun. */
  text(): string | null;
}

/**
 * Does work and shows its progress, unless stderr is not a terminal or `--no-progress` is given.
 * @param work receives `progress` if it is shown, and a function that clears the line early
 * @param label begins the line: says which of several pieces of work this is
 */
export async function withProgress<P extends DescribedProgress, R>(
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

/** Receives a report, but clears the progress line first. */
export const afterClearing =
  <R>(clear: () => void, reported: (report: R) => Promise<void>) =>
  (report: R): Promise<void> => {
    clear();
    return reported(report);
  };
