/**
 * How long code may be quiet before it counts as waiting inside the application, in milliseconds: at a place where
 * it was never quiet, where it was and only others let it go on, and at most.
 */
const GRACE_MS = { unknown: 120, waits: 6, most: 400 };
/** At a place where it moved by itself, it is given so many times what it took. */
const GENEROSITY = 4;
/** Code whose statements are always new would fill the memory. */
const MOST_KNOWN = 10_000;

/** A place in the code of a worker, as far as its statements tell. */
export interface Place {
  readonly worker: number;
  /** The key of the worker's last step; empty: none. */
  readonly after: string;
}

/** A statement that a worker sends. */
export interface NextStep extends Place {
  readonly key: string;
}

/** What earlier schedules have shown of the code of a case, on all lanes. */
export class Habits {
  readonly #graces = new Map<string, number>();
  readonly #known = new Set<string>();
  /** Settings that workers set in their sessions. */
  readonly #ownSettings = new Set<string>();
  /** Of these, the ones that other workers met. */
  readonly #settings = new Set<string>();

  /** How long code may be quiet at a place before it counts as waiting inside the application. */
  graceAt(place: Place): number {
    return this.#graces.get(textOf(place)) ?? GRACE_MS.unknown;
  }

  /** The code was quiet at a place for its grace. */
  wasQuiet(place: Place): void {
    const text = textOf(place);
    if (!this.#graces.has(text)) this.#remember(text, GRACE_MS.waits);
  }

  /**
   * The code moved by itself at a place, after it had been quiet there.
   * @param afterMs how long; infinite when it had counted as waiting
   */
  moved(place: Place, afterMs: number): void {
    const grace = Math.min(GENEROSITY * afterMs, GRACE_MS.most);
    const text = textOf(place);
    this.#remember(text, Math.max(GRACE_MS.unknown, grace, this.#graces.get(text) ?? 0));
  }

  #remember(text: string, graceMs: number): void {
    if (this.#graces.has(text) || this.#graces.size < MOST_KNOWN) this.#graces.set(text, graceMs);
  }

  /**
   * Records what a worker sent while no other worker could have sent it.
   * @param isQueued whether its driver sent it, from a queue of the worker's own
   */
  learn(step: NextStep, isQueued: boolean): void {
    if (this.#known.size >= MOST_KNOWN) return;
    this.#known.add(stepOf(step));
    if (isQueued) this.#known.add(`${stepOf(step)}\nqueued`);
  }

  /** Records a setting that a worker sets in its session. */
  noteSetting(name: string): void {
    if (this.#ownSettings.size < MOST_KNOWN) this.#ownSettings.add(name);
  }

  /** The settings that workers set in their sessions. */
  get ownSettings(): readonly string[] {
    return [...this.#ownSettings];
  }

  /** Records settings that one worker left on a connection and another one met. */
  learnSettings(names: readonly string[]): void {
    for (const name of names) if (this.#settings.size < MOST_KNOWN) this.#settings.add(name);
  }

  /** Whether one of these settings is such a one. */
  hasSettings(names: readonly string[]): boolean {
    return names.some((name) => this.#settings.has(name));
  }

  /** Whether the worker has sent this after that, alone. */
  has(step: NextStep): boolean {
    return this.#known.has(stepOf(step));
  }

  /** Whether it came from a queue of the worker's own. */
  hasQueued(step: NextStep): boolean {
    return this.#known.has(`${stepOf(step)}\nqueued`);
  }
}

const textOf = ({ worker, after }: Place): string => `${worker}\n${after}`;

const stepOf = (step: NextStep): string => `${textOf(step)}\n${step.key}`;
