import type { Action, Reply, Row, ScheduleEvent } from '../model.js';
import { placeAfter, placeFor } from './event-order.js';
import type { Channel, GatedWorker, PendingStep } from './gate.js';
import type { Answer, ScheduleListener } from './listener.js';

/** An event that a subject adds to a step, such as the end of an attempt. */
export interface Note {
  readonly kind: string;
  readonly worker: number;
}

/**
 * One released step, and all events until every worker was ready, waiting or done again.
 * @typeParam Label the position of the worker in its work
 * @typeParam State the rows
 */
export interface TraceStep<Label, State, N extends Note> {
  /** Position in the schedule, from 1. */
  readonly number: number;
  readonly worker: number;
  readonly label: Label;
  /** Null: a worker started, and sent no statement. */
  readonly action: Action | null;
  readonly isUncertain: boolean;
  /** Whether the statement of an earlier step goes on. */
  readonly isSecondHalf: boolean;
  /** In the order of {@link placeFor}. */
  readonly events: readonly (ScheduleEvent | N)[];
  /** The committed rows after this step. */
  readonly state: State;
}

/** The functions that a trace needs from the subject. */
export interface TraceOptions<Label, State> {
  readonly workers: readonly GatedWorker[];
  readonly labelOf: (worker: number) => Label;
  /** Reads the committed rows. */
  readonly look: () => Promise<State>;
}

/** Records every step of a schedule, with the rows after it. */
export class Trace<Label, State, N extends Note> implements ScheduleListener {
  readonly steps: TraceStep<Label, State, N>[] = [];
  readonly #options: TraceOptions<Label, State>;
  #begun: Omit<TraceStep<Label, State, N>, 'number' | 'events' | 'state'> | undefined;
  #events: (ScheduleEvent | N)[] = [];

  constructor(options: TraceOptions<Label, State>) {
    this.#options = options;
  }

  stepBegins(worker: number, step: PendingStep): void {
    const { action, isUncertain = false, isSecondHalf = false } = step;
    const label = this.#options.labelOf(worker);
    this.#begun = { worker, label, action, isUncertain, isSecondHalf };
  }

  answered({ worker }: Channel, answer: Answer, waited: boolean): void {
    const reply = this.#replyOf(answer);
    const cycle = (reply.kind === 'failed' && reply.cycle) || [];
    // The server may end the deadlock before it is asked which backends wait.
    const unseen = !waited && cycle.includes(worker);
    const event: ScheduleEvent = { kind: 'reply', worker, waited: waited || unseen, reply };
    const waits: ScheduleEvent = { kind: 'waits', worker, for: after(worker, cycle), lock: null };
    const place = placeFor(event, this.#events, this.#begun?.worker ?? 0);
    this.#events.splice(place, 0, ...(unseen ? [waits, event] : [event]));
  }

  waits(worker: number, on: readonly number[], lock: string | null): void {
    this.#events.push({ kind: 'waits', worker, for: on, lock });
  }

  holds(worker: number, lock: string, waited: boolean): void {
    this.#events.push({ kind: 'holds', worker, waited, lock });
  }

  /** Adds a note of the subject. */
  note(note: N): void {
    this.#events.splice(placeAfter(note.worker, this.#events), 0, note);
  }

  async stepEnded(): Promise<void> {
    if (!this.#begun) return;
    const events = this.#events;
    this.#events = [];
    const number = this.steps.length + 1;
    this.steps.push({ number, ...this.#begun, events, state: await this.#options.look() });
  }

  moved(): void {}

  /** A worker that was just started: its first statement is known only now. */
  sending({ worker }: Channel, { action, isUncertain = false }: PendingStep): void {
    if (this.#begun?.worker === worker) this.#begun = { ...this.#begun, action, isUncertain };
  }

  arrived(): void {}

  failed(): void {}

  #replyOf(answer: Answer): Reply {
    if (answer.kind === 'returned') {
      const { kind, rows, count, command } = answer;
      return { kind, rows: rows.map(rowOf), count, command };
    }
    if (answer.cycle === null) return { ...answer, cycle: null };
    const cycle = answer.cycle.flatMap((backend) => this.#workerOf(backend) ?? []);
    return { ...answer, cycle };
  }

  #workerOf(backend: number): number | undefined {
    return this.#options.workers.find(({ channels }) =>
      channels.some((channel) => channel.backend === backend),
    )?.number;
  }
}

/** The worker that a worker of a deadlock waits for. */
function after(worker: number, cycle: readonly number[]): readonly number[] {
  return [cycle[(cycle.indexOf(worker) + 1) % cycle.length] ?? worker];
}

const rowOf = (row: unknown): Row => (typeof row === 'object' && row !== null ? { ...row } : {});
