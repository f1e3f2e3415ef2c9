/** A schedule whose choices a person makes. */
import type { Schedule } from '../../model.js';
import { lettersOf, letterOf } from '../../text/schedule.js';
import type { ReadyStep } from '../choice.js';
import { readyChannel, type GatedWorker } from '../gate.js';
import type { Choose } from '../policy.js';
import { whereabouts } from '../whereabouts.js';
import { exactly } from './fixed-schedule.js';

/** What a person decides. */
export type Decision =
  /** Releases the next step of a worker that is ready. */
  | { readonly kind: 'step'; readonly worker: number }
  /** Takes the last step back. */
  | { readonly kind: 'back' }
  /** Lets the rest run: the worker that ran last as long as it is ready, then the first one that is. */
  | { readonly kind: 'finish' };

/** A point of a schedule at which a person decides. */
export interface Moment {
  /** Their states are those of now, also later. */
  readonly workers: readonly GatedWorker[];
  /** The number of steps so far. */
  readonly steps: number;
  /** Why the steps to begin with could not all be repeated, in a sentence; null: they could. */
  readonly strayed: string | null;
}

/** Asks the person. May reject, to end the schedule. */
export type Decide = (moment: Moment) => Promise<Decision>;

/** The steps that a schedule begins with, before the person decides. */
export interface Beginning {
  readonly steps: Schedule;
  /** Whether the schedule fails when they cannot be followed, instead of ending there. */
  readonly isStrict: boolean;
}

/** Follows the beginning, then the person's decisions. For one run of a schedule. */
export class ByHand {
  readonly #beginning: Beginning;
  readonly #decide: Decide;
  readonly #exact: Choose;
  readonly #taken: number[] = [];
  #strayed: string | null = null;
  #isFree = false;
  #next: Schedule | null = null;

  constructor(beginning: Beginning, decide: Decide) {
    this.#beginning = beginning;
    this.#decide = decide;
    this.#exact = exactly(beginning.steps);
  }

  /** The steps of the next run, when the person went back; null: they did not. */
  get next(): Schedule | null {
    return this.#next;
  }

  readonly choose: Choose = async (ready, step, workers) => {
    const chosen =
      (await this.#begun(ready, step, workers)) ??
      (this.#isFree ? this.#running(ready) : await this.#asked(ready, workers));
    this.#taken.push(chosen);
    return chosen;
  };

  /** The choice of the beginning; null: it is over, or cannot be followed. */
  async #begun(...moment: Parameters<Choose>): Promise<number | null> {
    const [ready, step, workers] = moment;
    const { steps, isStrict } = this.#beginning;
    const wanted = steps[step - 1];
    if (wanted === undefined || this.#strayed !== null) return null;
    if (isStrict) return this.#exact(...moment);
    if (ready.some(({ worker }) => worker === wanted)) return wanted;
    const worker = workers[wanted - 1];
    const where = worker === undefined ? 'there is no such worker' : whereabouts(worker);
    this.#strayed = `After ${lettersOf(this.#taken) || 'the start'}, ${letterOf(wanted)} could not go: ${where}.`;
    return null;
  }

  /** The worker that ran last, as long as it is ready; then the first one that is. */
  #running(ready: readonly ReadyStep[]): number {
    const last = this.#taken.at(-1);
    const goesOn = ready.some(({ worker }) => worker === last);
    return (goesOn ? last : ready[0]?.worker) ?? 0;
  }

  async #asked(ready: readonly ReadyStep[], workers: readonly GatedWorker[]): Promise<number> {
    const moment = { workers, steps: this.#taken.length, strayed: this.#strayed };
    const decision = await this.#decide(moment);
    switch (decision.kind) {
      case 'step':
        return decision.worker;
      case 'back':
        this.#next = this.#taken.slice(0, -1);
        break;
      case 'finish':
        break;
      default:
        return decision satisfies never;
    }
    this.#isFree = true;
    const able = ready.filter(({ worker }) => isReady(workers[worker - 1]));
    return this.#running(able);
  }
}

/** Whether a worker can go now. */
export const isReady = (worker: GatedWorker | undefined): boolean =>
  worker !== undefined && readyChannel(worker) !== undefined;
