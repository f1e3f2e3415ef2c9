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

/** What statements change that is neither read nor compared at the end of a schedule. */
export type UncomparedChange = 'large object' | 'sequence';

/** Functions that write large objects. (Manual 33.4) */
const LARGE_OBJECT =
  /\b(?:lo_(?:create?|from_bytea|import|put|truncate(?:64)?|unlink)|lowrite)\s*\(/i;

/** What moves a sequence, besides taking its next number. */
const SEQUENCE =
  /\bsetval\s*\(|\balter\s+sequence\b[^;]*\brestart\b|\btruncate\b[^;]*\brestart\s+identity\b/i;

function uncomparedIn(sql: string): readonly UncomparedChange[] {
  return [
    ...(LARGE_OBJECT.test(sql) ? ['large object' as const] : []),
    ...(SEQUENCE.test(sql) ? ['sequence' as const] : []),
  ];
}

/** What a statement does that is looked at between schedules. */
const effectsOf = memoized((sql) => ({
  mayDefine: DEFINES.test(sql),
  refreshes: /\brefresh\s+materialized\b/i.test(sql),
  uncompared: uncomparedIn(sql),
  prepared: Array.from(sql.matchAll(PREPARES), ([, name = '']) => name.replaceAll("''", "'")),
}));

/** Notes statements, and passes everything on. */
export class StepWatch implements ScheduleListener {
  /** The statements that each worker has sent. */
  readonly sent = new Map<number, string[]>();
  /** The connections that were used. */
  readonly channels = new Set<Channel>();
  /** Whether a statement may have changed what the database defines. */
  mayDefine = false;
  /** The workers that have prepared transactions for a two-phase commit, by the names of those. */
  readonly preparing = new Map<string, number>();
  /** What was changed that is not compared. What a function does is not seen. */
  readonly uncompared = new Set<UncomparedChange>();
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
    const sent = this.sent.get(worker) ?? [];
    this.sent.set(worker, sent);
    sent.push(sql);
    const { mayDefine, prepared, refreshes, uncompared } = effectsOf(sql);
    if (refreshes) this.#options.refreshes(worker, sql);
    if (mayDefine) this.mayDefine = true;
    for (const what of uncompared) this.uncompared.add(what);
    for (const name of prepared) this.preparing.set(name, worker);
    if (sent.length > MOST_STATEMENTS) this.#options.tooMany(worker, sql);
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
