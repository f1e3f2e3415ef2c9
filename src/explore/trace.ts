import type { ScheduledWrite, WrongWrites } from '../judge/account/schedule.js';
import { deadlockCycle } from '../database/driver-errors.js';
import { sqlstateIn } from '../database/error-chain.js';
import type {
  AccountState,
  Action,
  AttemptVerdict,
  Fault,
  Reply,
  Row,
  Step,
  StepEvent,
} from '../model.js';
import { placeFor } from './event-order.js';
import type { Recorder, Standing } from './run-schedule.js';
import type { Answer, LaneWorker } from '../gate/in-process-worker.js';

/** Writes down every step of a schedule, with the accounts after it. */
export class Trace implements Recorder {
  readonly steps: Step[] = [];
  readonly #look: () => Promise<readonly AccountState[]>;
  readonly #numberOf: (pid: number) => number | undefined;
  #begun: Pick<Step, 'worker' | 'operation' | 'attempt' | 'action'> | undefined;
  #events: StepEvent[] = [];

  /** @param look reads the accounts as committed */
  constructor(workers: readonly LaneWorker[], look: () => Promise<readonly AccountState[]>) {
    this.#look = look;
    const numbers = new Map(workers.map(({ session, number }) => [session.pid, number]));
    this.#numberOf = (pid) => numbers.get(pid);
  }

  stepBegins(worker: LaneWorker, at: Standing): void {
    this.#begun = { worker: worker.number, ...at, action: actionOf(worker) };
  }

  replied({ number: worker }: LaneWorker, answer: Answer, waited: boolean): void {
    const reply = this.#replyOf(answer);
    const cycle = (reply.kind === 'failed' && reply.cycle) || [];
    // The server may be faster to find the circle than to be asked who waits.
    const unseen = !waited && cycle.includes(worker);
    const event: StepEvent = { kind: 'reply', worker, waited: waited || unseen, reply };
    const waits: StepEvent = { kind: 'waits', worker, for: after(worker, cycle), lock: null };
    const place = placeFor(event, this.#events, this.#begun?.worker ?? 0);
    this.#events.splice(place, 0, ...(unseen ? [waits, event] : [event]));
  }

  waits({ number: worker }: LaneWorker, on: readonly number[], lock: string | null): void {
    this.#events.push({ kind: 'waits', worker, for: on, lock });
  }

  holds({ number: worker }: LaneWorker, lock: string, waited: boolean): void {
    this.#events.push({ kind: 'holds', worker, waited, lock });
  }

  attemptEnded(
    { number: worker }: LaneWorker,
    at: Standing,
    end: AttemptVerdict,
    cause: string | null,
  ): void {
    const event: StepEvent = { kind: 'attempt ended', worker, ...at, end, cause };
    this.#events.splice(placeFor(event, this.#events, this.#begun?.worker ?? 0), 0, event);
  }

  async stepEnded(): Promise<void> {
    if (!this.#begun) return;
    const events = this.#events;
    this.#events = [];
    const number = this.steps.length + 1;
    this.steps.push({ number, ...this.#begun, events, accounts: await this.#look() });
  }

  #replyOf(answer: Answer): Reply {
    switch (answer.kind) {
      case 'returned':
        return { ...answer, rows: answer.rows.map(rowOf) };
      case 'failed':
        return {
          kind: 'failed',
          sqlstate: sqlstateIn(answer.error) ?? '',
          message: answer.error instanceof Error ? answer.error.message : String(answer.error),
          cycle: this.#cycleOf(answer.error),
        };
      default:
        return answer satisfies never;
    }
  }

  #cycleOf(error: unknown): readonly number[] | null {
    const pids = deadlockCycle(error);
    return pids === null ? null : pids.flatMap((pid) => this.#numberOf(pid) ?? []);
  }
}

/** Whom a worker of a circle waits for. */
function after(worker: number, cycle: readonly number[]): readonly number[] {
  return [cycle[(cycle.indexOf(worker) + 1) % cycle.length] ?? worker];
}

function actionOf({ position }: LaneWorker): Action {
  if (position.kind !== 'ready') throw new RangeError('only a ready worker takes a step');
  return position.action;
}

const rowOf = (row: unknown): Row => (typeof row === 'object' && row !== null ? { ...row } : {});

/** The last of the writes that break a schedule, by when its worker learned of it; null without one. */
export function findFault(steps: readonly Step[], { writes, phrase }: WrongWrites): Fault | null {
  const learned = steps.flatMap(({ number, events }) => events.map((event) => ({ number, event })));
  const last = writes
    .map((write) => learned.findIndex(({ event }) => tellsOf(event, write)))
    .reduce((latest, index) => Math.max(latest, index), -1);
  const found = learned[last];
  return found === undefined ? null : { step: found.number, worker: found.event.worker, phrase };
}

/** Whether a worker learns by this that it has written a version. */
function tellsOf(event: StepEvent, { worker, account, version }: ScheduledWrite): boolean {
  if (event.kind !== 'reply' || event.worker !== worker) return false;
  const { reply } = event;
  if (reply.kind !== 'returned' || reply.command === 'SELECT') return false;
  // Not everyone asks for the id of the row that they have just named.
  return reply.rows.some((row) => (row['id'] ?? account) === account && row['version'] === version);
}

/** For when only the end of a schedule is of interest. */
export const unrecorded: Recorder = {
  stepBegins: () => {},
  replied: () => {},
  waits: () => {},
  holds: () => {},
  attemptEnded: () => {},
  stepEnded: () => {},
};
