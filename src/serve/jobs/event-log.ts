/** One event of a job, as `text/event-stream` names its parts. */
export interface JobEvent {
  /** From 1. */
  readonly id: number;
  readonly event: 'state' | 'progress';
  readonly data: unknown;
}

/** Events that are kept for clients that come late or come again. */
const MOST_KEPT = 200;

/** What happened in a job. A client reads it from any event that is still kept. */
export class EventLog {
  #events: readonly JobEvent[] = [];
  #last = 0;
  #isClosed = false;
  readonly #readers = new Set<() => void>();

  /** Whether the job has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Adds an event, and wakes the readers. */
  add(event: JobEvent['event'], data: unknown): void {
    this.#last += 1;
    this.#events = [...this.#events, { id: this.#last, event, data }].slice(-MOST_KEPT);
    for (const wake of this.#readers) wake();
  }

  /** Ends the log: no event follows. */
  close(): void {
    this.#isClosed = true;
    for (const wake of this.#readers) wake();
  }

  /** The events after one that a reader knows, as far as they are kept. */
  after(id: number): readonly JobEvent[] {
    return this.#events.filter((event) => event.id > id);
  }

  /** Calls back at each change. @returns a function that ends that */
  watch(wake: () => void): () => void {
    this.#readers.add(wake);
    return () => void this.#readers.delete(wake);
  }
}
