/** Where a schedule that runs meets the person who steps through it. */
import { SessionLost } from '../../database/session-lost.js';
import { EnvironmentError } from '../../errors.js';
import type { Decision, Moment } from '../../explore/policy/by-hand.js';
import type { Person } from '../../explore/step-by-hand.js';
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../../own-timers.js';
import { span } from '../../text/numbers.js';

/** Ends a schedule before it is over, because the person has ended the stepping. */
export class SteppingEnded extends Error {
  override readonly name = 'SteppingEnded';

  constructor() {
    super('the stepping was ended before the schedule was over');
  }
}

/** Where a schedule stands still until a person decides. */
export type Pause<Shown, Result> =
  | { readonly kind: 'deciding'; readonly moment: Moment; readonly shown: Shown }
  | { readonly kind: 'judged'; readonly result: Result; readonly shown: Shown };

/** What ends a pause besides the person. */
export interface PauseLimits {
  readonly signal: AbortSignal;
  /** How long the person may think, in milliseconds; null: as long as they like. */
  readonly idleMs: number | null;
  /** Whether the server is lost. */
  readonly isLost: () => boolean;
}

/** How often to look whether the server is lost, in milliseconds. */
const LOOK_MS = 500;

/** Pauses a schedule until the person has decided. */
export class Rendezvous<Shown, Result> implements Person<Shown, Result> {
  readonly #limits: PauseLimits;
  readonly #paused: () => void;
  #pause: Pause<Shown, Result> | null = null;
  #goOn: (decision: Decision | null) => void = () => {};
  #isOver = false;

  /** @param paused called when the person has to decide */
  constructor(limits: PauseLimits, paused: () => void) {
    this.#limits = limits;
    this.#paused = paused;
  }

  /** Null: the schedule runs, or is over. */
  get pause(): Pause<Shown, Result> | null {
    return this.#pause;
  }

  async decide(moment: Moment, shown: Shown): Promise<Decision> {
    const decision = await this.#wait({ kind: 'deciding', moment, shown });
    if (decision === null) throw new SteppingEnded();
    return decision;
  }

  async goesBackAfter(result: Result, shown: Shown): Promise<boolean> {
    const decision = await this.#wait({ kind: 'judged', result, shown });
    return decision?.kind === 'back';
  }

  /** Ends the pause. @param decision null: the person ends the stepping */
  goOn(decision: Decision | null): void {
    if (decision === null) this.#isOver = true;
    this.#pause = null;
    this.#goOn(decision);
  }

  async #wait(pause: Pause<Shown, Result>): Promise<Decision | null> {
    const { signal, idleMs, isLost } = this.#limits;
    signal.throwIfAborted();
    if (this.#isOver) return null;
    const over = new AbortController();
    const decided = new Promise<Decision | null>((resolve, reject) => {
      this.#goOn = resolve;
      const leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true, signal: over.signal });
      const look = () => {
        if (isLost()) reject(new SessionLost(false, new Error('the server closed the connection')));
      };
      const looking = setInterval(look, LOOK_MS).unref();
      over.signal.addEventListener('abort', () => clearInterval(looking));
      if (idleMs === null) return;
      // A schedule that is judged has its report.
      const idle = () => (pause.kind === 'judged' ? resolve(null) : reject(idleFor(idleMs)));
      const thinking = setTimeout(idle, idleMs);
      over.signal.addEventListener('abort', () => clearTimeout(thinking));
    });
    this.#pause = pause;
    this.#paused();
    try {
      return await decided;
    } finally {
      this.#pause = null;
      over.abort();
    }
  }
}

const idleFor = (ms: number): EnvironmentError =>
  new EnvironmentError(`no step was taken for ${span(ms)}, so the stepping was ended`, {
    code: 'TIMED_OUT',
    hint: 'Begin again with the steps taken so far as the schedule.',
  });
