import type { Habits } from './habits.js';
import type { WireWorker } from './wire-worker.js';

/** What the watch needs from its gate. */
export interface RestOptions {
  readonly habits: Pick<Habits, 'graceMs'>;
  /** Whether a connection is being set up, or something passes freely. */
  readonly isBusy: () => boolean;
  /** Whether workers wait inside the application, and another one's code may let them go on. */
  readonly mayWakeOthers: () => boolean;
  /** The code has come to rest. */
  readonly rested: (worker: WireWorker) => void;
}

/**
 * How many turns of the event loop the gate waits for more. What was written in one turn arrives in the next one. A
 * worker that waited inside the application may take some turns before it writes, and so may all code when the
 * process stood still while the grace time passed.
 */
const TURNS = { alone: 2, withOthers: 4, afterGrace: 8 };

/**
 * Finds out when the code of a worker has come to rest: it sent its next step, ended, or was quiet for the
 * grace time.
 */
export class Rest {
  readonly #options: RestOptions;
  readonly #watches = new Map<WireWorker, Watch>();

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /** The code of a worker runs from now on. */
  sign(worker: WireWorker): void {
    this.#watchOf(worker).sign(this.#options.habits.graceMs);
  }

  /** A worker sent something, ended, or is connected: look again as soon as all it has written has arrived. */
  look(worker: WireWorker): void {
    if (!worker.isWorking) return;
    const { mayWakeOthers, isBusy, rested } = this.#options;
    this.#whenCalm(worker, mayWakeOthers() ? TURNS.withOthers : TURNS.alone, () => {
      if (isBusy()) return;
      if (worker.hasSteps || worker.hasEnded) rested(worker);
      else this.sign(worker);
    });
  }

  end(): void {
    for (const watch of this.#watches.values()) watch.end();
  }

  #watchOf(worker: WireWorker): Watch {
    const known = this.#watches.get(worker);
    if (known !== undefined) return known;
    const watch = new Watch(() => this.#graceIsOver(worker));
    this.#watches.set(worker, watch);
    return watch;
  }

  #graceIsOver(worker: WireWorker): void {
    if (!worker.isWorking) return;
    this.#whenCalm(worker, TURNS.afterGrace, () => {
      if (this.#options.isBusy()) this.sign(worker);
      else this.#options.rested(worker);
    });
  }

  /** Continues when some turns have passed without a sign of the worker. */
  #whenCalm(worker: WireWorker, turns: number, judge: () => void): void {
    const watch = this.#watchOf(worker);
    const number = watch.nextNumber();
    afterTurns(turns, () => {
      if (worker.isWorking && watch.isLast(number)) judge();
    });
  }
}

/** The signs of life of one worker. */
class Watch {
  readonly #quiet: () => void;
  #signs = 0;
  #timer: NodeJS.Timeout | undefined;
  #ms = 0;

  constructor(quiet: () => void) {
    this.#quiet = quiet;
  }

  sign(ms: number): void {
    this.#signs += 1;
    if (this.#timer !== undefined && ms === this.#ms) {
      this.#timer.refresh();
      return;
    }
    this.end();
    this.#ms = ms;
    this.#timer = setTimeout(this.#quiet, ms);
  }

  nextNumber(): number {
    this.#signs += 1;
    return this.#signs;
  }

  isLast(number: number): boolean {
    return this.#signs === number;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function afterTurns(turns: number, work: () => void): void {
  if (turns === 0) work();
  else setImmediate(afterTurns, turns - 1, work);
}
