import { nowMs } from '../../own-timers.js';
import { HERE, type Pace } from './pace.js';

/** At a place where code moved by itself, it is given so many times what it took. */
const GENEROSITY = 4;
/** How much a move counts in what is usual. */
const WEIGHT = 0.1;
/** Code whose statements are always new would fill the memory. */
const MOST_KNOWN = 10_000;

/** A place in the code of a worker, as far as its statements tell. */
export interface Place {
  readonly worker: number;
  /** What tells it from other places of the worker, such as the key of its last step; empty: the worker sent none. */
  readonly after: string;
}

/** A statement that a worker sends. */
export interface NextStep extends Place {
  readonly key: string;
}

/** What earlier schedules have shown of the code of a case, on all lanes. */
export class Habits {
  readonly #pace: Pace;
  readonly #graces = new Map<string, number>();
  /** The places after which nothing more came. */
  readonly #alone = new Set<string>();
  /** The places after which more came at once. */
  readonly #followed = new Set<string>();
  /** How long a move of code that runs elsewhere usually takes, in milliseconds. */
  #usualMs = 0;
  readonly #known = new Set<string>();
  /** The keys of what workers have sent alone. */
  readonly #sent = new Set<string>();
  /** The keys of statements that came while no worker was running. */
  readonly #background = new Set<string>();
  /** The same since a watch began, and when each came last; null: no watch is on. */
  #watched: Map<string, number> | null = null;
  /** Settings that workers set in their sessions. */
  readonly #ownSettings = new Set<string>();
  /** Of these, the ones that other workers met. */
  readonly #settings = new Set<string>();
  #isDefining = false;
  #isLocking = false;
  /**
   * How long after the answers of its workers a service still sends statements that look like theirs, in milliseconds;
   * 0: it does not. They can only be told from those of the next schedule by waiting.
   */
  lateMs = 0;
  /** Whether the start of a worker is a step of its own, apart from its first statement. */
  startsMatter = false;
  /** Whether a worker has sent a statement when it ran alone, before anything was judged. */
  haveSentAlone = false;

  constructor(pace: Pace = HERE) {
    this.#pace = pace;
  }

  /** Whether the code of the workers runs in other processes. */
  get isElsewhere(): boolean {
    return this.#pace.more !== null;
  }

  /**
   * How long code may be quiet at a place before it counts as at rest: it waits inside the application.
   * @param hasSteps whether steps of the worker are held, for which it may wait instead
   */
  graceAt(place: Place, hasSteps = false): number {
    const { unknown, waits, held } = this.#pace.grace;
    const graceMs = this.#graces.get(textOf(place)) ?? unknown;
    if (graceMs !== waits) return graceMs;
    // What is usual changes, so it is looked at each time.
    return hasSteps
      ? Math.max(held, (GENEROSITY / 2) * this.#usualMs)
      : Math.max(waits, GENEROSITY * this.#usualMs);
  }

  /**
   * How long to wait for more after a sign of a worker, in milliseconds; 0: some turns of the event loop.
   * @param othersWait whether other workers wait inside the application, and may go on now
   */
  moreMsAt(place: Place, othersWait: boolean): number {
    const { more } = this.#pace;
    if (more === null) return 0;
    if (this.#followed.has(textOf(place))) return more.expected;
    if (othersWait) return Math.max(more.others, (GENEROSITY / 2) * this.#usualMs);
    return this.#alone.has(textOf(place)) ? 0 : more.unknown;
  }

  /** Nothing more came after a sign of a worker. @param tookMs how long it had taken to give that sign */
  cameAlone(place: Place, tookMs: number): void {
    if (!this.isElsewhere) return;
    this.#usualMs += WEIGHT * (tookMs - this.#usualMs);
    const text = textOf(place);
    this.#followed.delete(text);
    if (this.#alone.size < MOST_KNOWN) this.#alone.add(text);
  }

  /** More came after a sign of a worker: it sends statements at once. */
  cameMore(place: Place): void {
    if (this.isElsewhere && this.#followed.size < MOST_KNOWN) this.#followed.add(textOf(place));
  }

  /** More came after a sign of a worker, and too late. */
  cameLate(place: Place): void {
    this.#alone.delete(textOf(place));
  }

  /** The code was quiet at a place for its grace. */
  wasQuiet(place: Place): void {
    const text = textOf(place);
    if (!this.#graces.has(text)) this.#remember(text, this.#pace.grace.waits);
  }

  /**
   * The code moved by itself at a place, after it had been quiet there.
   * @param afterMs how long; infinite when it had counted as waiting
   */
  moved(place: Place, afterMs: number): void {
    const { unknown, most } = this.#pace.grace;
    const grace = Math.min(GENEROSITY * afterMs, most);
    const text = textOf(place);
    this.#remember(text, Math.max(unknown, grace, this.#graces.get(text) ?? 0));
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
    this.#sent.add(step.key);
    if (isQueued) this.#known.add(`${stepOf(step)}\nqueued`);
  }

  /** Records a statement that came while no schedule was run. @param key equal for statements like it */
  noteBackground(key: string): void {
    if (!this.isElsewhere || this.#background.size >= MOST_KNOWN) return;
    if (this.#watched === null) this.#background.add(key);
    else this.#watched.set(key, nowMs());
  }

  /** From now on, workers run alone: what comes after them is background only when it is known what they send. */
  beginWatch(): void {
    this.#watched = new Map();
  }

  endWatch(): void {
    for (const key of this.#watched?.keys() ?? []) this.#background.add(key);
    this.#watched = null;
  }

  /** What was sent until now got the service ready. */
  forgetBackground(): void {
    this.#background.clear();
  }

  /** Whether a service sends such statements by itself, and no worker was seen to send one. */
  isBackground(key: string): boolean {
    return this.#background.has(key) && !this.#sent.has(key);
  }

  /** Whether what looks like a statement of a worker came while no schedule was run. */
  get isAmbiguous(): boolean {
    return [...this.#background].some((key) => this.#sent.has(key));
  }

  /** When a statement that looks like one of a worker last came in the watch, as `performance.now()`; null: none did. */
  get lastAmbiguousAt(): number | null {
    const all = [...(this.#watched ?? [])];
    const times = all.flatMap(([key, at]) => (this.#sent.has(key) ? [at] : []));
    return times.length === 0 ? null : Math.max(...times);
  }

  /** What workers have sent alone may have been something else: it is to be learned again. */
  forgetSent(): void {
    this.#sent.clear();
    this.#known.clear();
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

  /** Records that a worker creates, alters or drops something. */
  learnDefinitions(): void {
    this.#isDefining = true;
  }

  /** Whether a worker was seen to do so: then what others ask about tables and the like matters. */
  get isDefining(): boolean {
    return this.#isDefining;
  }

  /** Records that a worker takes advisory locks for its session. */
  learnLocking(): void {
    this.#isLocking = true;
  }

  /** Whether a worker was seen to do so: then what releases all of them matters. */
  get isLocking(): boolean {
    return this.#isLocking;
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
