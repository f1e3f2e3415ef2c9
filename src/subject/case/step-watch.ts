/** Watches the statements of one schedule, on their way from the gate to what conducts the schedule. */
import type { Channel, PendingStep } from '../../explore/gate.js';
import type { Answer, ScheduleListener } from '../../explore/listener.js';
import { memoized } from '../../gate/wire/memo.js';

/** More statements than a worker of any case sends. One that sends more is in an endless loop. */
export const MOST_STATEMENTS = 1_000;

/** What a watch reports to. */
export interface StepWatchOptions {
  readonly next: ScheduleListener;
  /** A worker has sent more statements than any worker does. */
  readonly tooMany: (worker: number, sql: string) => void;
  /** A worker refreshes a materialized view. */
  readonly refreshes: (worker: number, sql: string) => void;
}

/** Words of statements that may define something. What a function does is not seen. */
const DEFINES =
  /\b(?:create|alter|drop|truncate|comment|grant|revoke|refresh|reindex|import|security|do|call|reassign)\b/i;

/** The name is a literal: the grammar allows no parameter there. */
const PREPARES = /\bprepare\s+transaction\s+'((?:[^']|'')*)'/gi;

/** What a statement does that is looked at between schedules. */
const effectsOf = memoized((sql) => ({
  mayDefine: DEFINES.test(sql),
  refreshes: /\brefresh\s+materialized\b/i.test(sql),
  prepared: Array.from(sql.matchAll(PREPARES), ([, name = '']) => name.replaceAll("''", "'")),
}));

/** Counts statements, and passes everything on. */
export class StepWatch implements ScheduleListener {
  /** How many statements each worker has sent. */
  readonly sent = new Map<number, number>();
  /** The connections that were used. */
  readonly channels = new Set<Channel>();
  /** Whether a statement may have changed what the database defines. */
  mayDefine = false;
  /** The workers that have prepared transactions for a two-phase commit, by the names of those. */
  readonly preparing = new Map<string, number>();
  readonly #options: StepWatchOptions;

  constructor(options: StepWatchOptions) {
    this.#options = options;
  }

  sending(channel: Channel, step: PendingStep): void {
    const { action } = step;
    if (action?.kind === 'statement') this.#read(channel.worker, action.sql);
    this.channels.add(channel);
    this.#options.next.sending(channel, step);
  }

  #read(worker: number, sql: string): void {
    const count = (this.sent.get(worker) ?? 0) + 1;
    this.sent.set(worker, count);
    const { mayDefine, prepared, refreshes } = effectsOf(sql);
    if (refreshes) this.#options.refreshes(worker, sql);
    if (mayDefine) this.mayDefine = true;
    for (const name of prepared) this.preparing.set(name, worker);
    if (count > MOST_STATEMENTS) this.#options.tooMany(worker, sql);
  }

  moved(): void {
    this.#options.next.moved();
  }

  stepBegins(worker: number, step: PendingStep): void {
    this.#options.next.stepBegins(worker, step);
  }

  arrived(channel: Channel): void {
    this.#options.next.arrived(channel);
  }

  answered(channel: Channel, answer: Answer, waited: boolean): void {
    this.#options.next.answered(channel, answer, waited);
  }

  waits(worker: number, on: readonly number[], lock: string | null): void {
    this.#options.next.waits(worker, on, lock);
  }

  holds(worker: number, lock: string, waited: boolean): void {
    this.#options.next.holds(worker, lock, waited);
  }

  stepEnded(): Promise<void> | void {
    return this.#options.next.stepEnded();
  }

  failed(defect: Error): void {
    this.#options.next.failed(defect);
  }
}
