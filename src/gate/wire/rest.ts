import type { WireWorker } from './wire-worker.js';

/** How long the code of a worker may be quiet before it counts as waiting for something else, in milliseconds. */
const GRACE_MS = 5;
/** The longest grace. It doubles each time it was too short. */
const MOST_GRACE_MS = 320;

/** What the watch needs from its gate. */
export interface RestOptions {
  /** Whether a connection of the worker is being set up, or something of it passes freely. */
  readonly isBusy: (worker: WireWorker) => boolean;
  /** The code has come to rest. */
  readonly rested: (worker: WireWorker) => void;
}

/**
 * Finds out when the code of a worker has come to rest: it sent its next step, ended, or was quiet for the
 * grace time.
 */
export class Rest {
  readonly #options: RestOptions;
  #graceMs = GRACE_MS;
  #timer: NodeJS.Timeout | undefined;
  #watched: WireWorker | undefined;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /** The code of a worker runs from now on. */
  sign(worker: WireWorker): void {
    worker.signs += 1;
    this.#watched = worker;
    if (this.#timer === undefined) this.#timer = this.#newTimer();
    else this.#timer.refresh();
  }

  /** A worker sent something, ended, or is connected: look again as soon as all it has written has arrived. */
  look(worker: WireWorker): void {
    if (!worker.isWorking) return;
    worker.signs += 1;
    const { signs } = worker;
    // What was written in this turn of the event loop arrives in the next one.
    setImmediate(() =>
      setImmediate(() => {
        if (worker.isWorking && worker.signs === signs) this.#judge(worker);
      }),
    );
  }

  /** A worker moved by itself after it had counted as waiting: allow more time from now on. */
  wasTooShort(): void {
    if (this.#graceMs >= MOST_GRACE_MS) return;
    this.#graceMs *= 2;
    this.end();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #judge(worker: WireWorker): void {
    if (this.#options.isBusy(worker)) return;
    if (worker.hasSteps || worker.hasEnded) this.#options.rested(worker);
    else this.sign(worker);
  }

  #newTimer(): NodeJS.Timeout {
    return setTimeout(() => {
      const worker = this.#watched;
      if (worker === undefined || !worker.isWorking) return;
      const { signs } = worker;
      setImmediate(() =>
        setImmediate(() => {
          if (!worker.isWorking || worker.signs !== signs) return;
          if (this.#options.isBusy(worker)) this.sign(worker);
          else this.#options.rested(worker);
        }),
      );
    }, this.#graceMs);
  }
}
