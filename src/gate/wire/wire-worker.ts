import type {
  Activity,
  Channel,
  ChannelPosition,
  GatedWorker,
  PendingStep,
} from '../../explore/gate.js';
import type { Place } from './habits.js';

const WORKING: Activity = { kind: 'working' };
const GATED: Activity = { kind: 'gated' };
const QUIET: Activity = { kind: 'quiet' };
const DONE: Activity = { kind: 'done' };

/** The first letter of a worker releases its start, and with it its first statement, unless that is a step of its own. */
const START: PendingStep = { key: 'start', action: null, footprint: null };

/** One of the functions of a case that run at once. Its statements come through connections of the gate. */
export class WireWorker implements GatedWorker {
  readonly number: number;
  readonly #beginning: readonly Channel[];
  #channels: readonly Channel[] = [];
  #phase: 'absent' | 'not started' | 'running' | 'ended' = 'absent';
  /** Whether its code may run. */
  isWorking = false;
  /** Whether its first statement passes with the letter that started it. */
  isStarting = false;
  #startsApart = false;
  /** Whether it was handed an answer after its function had settled: its code may go on, although no code awaits it. */
  isUnawaited = false;
  /** Whether something that it had begun, such as a timer, went on when its function settled. */
  leavesWork = false;
  /** Whether it sent nothing after an answer, while other steps of it are held: its code may still go on. */
  isSilent = false;
  /** The key of its last step; empty: none. */
  lastKey = '';
  /** The key of the step whose answer it was handed last; empty: none. */
  handedKey = '';
  /** Counts how often workers of the gate came to rest inside the application: a smaller number waits longer. */
  quietSince = 0;

  /** @param begin starts its function */
  constructor(number: number, begin: (worker: WireWorker) => void) {
    this.number = number;
    const start = () => {
      this.#phase = 'running';
      this.isWorking = true;
      this.isStarting = !this.#startsApart;
      begin(this);
    };
    this.#beginning = [beginningOf(number, start)];
  }

  get activity(): Activity {
    if (this.isWorking) return WORKING;
    if (this.hasSteps) return GATED;
    return this.hasEnded ? DONE : QUIET;
  }

  /** The connections that it used last, in the order in which its steps arrived on them. */
  get channels(): readonly Channel[] {
    return this.#phase === 'not started' ? this.#beginning : this.#channels;
  }

  get hasEnded(): boolean {
    return this.#phase === 'ended' || this.#phase === 'absent';
  }

  /**
   * The place in its code, as far as its statements tell. Of statements that were sent at once, it matters which is
   * answered and which is not: code goes on after the last one, and not after the others.
   */
  get place(): Place {
    const waitsFor = this.#channels.flatMap((each) => keyOfPending(each));
    const parts = [this.lastKey, this.handedKey, ...waitsFor, ...(this.hasEnded ? ['ended'] : [])];
    return { worker: this.number, after: parts.join('\n') };
  }

  get isRunning(): boolean {
    return this.#phase === 'running';
  }

  /** Whether a step of it is held, or under way. */
  get hasSteps(): boolean {
    return this.channels.some(({ position }) => position.kind !== 'idle');
  }

  /** A step of it arrived on a connection. */
  take(channel: Channel): void {
    this.leave(channel);
    this.#channels = [...this.#channels, channel];
  }

  /** A connection is gone, or another worker uses it. */
  leave(channel: Channel): void {
    if (this.#channels.includes(channel))
      this.#channels = this.#channels.filter((each) => each !== channel);
  }

  /**
   * Gets ready for a schedule.
   * @param takesPart whether it runs in it
   * @param startsApart whether its first statement is a step of its own
   */
  join(takesPart: boolean, startsApart: boolean): void {
    this.#startsApart = startsApart;
    this.#phase = takesPart ? 'not started' : 'absent';
    this.#channels = [];
    this.isWorking = false;
    this.isStarting = false;
    this.isUnawaited = false;
    this.leavesWork = false;
    this.isSilent = false;
    this.lastKey = '';
    this.handedKey = '';
  }

  /** Its function has settled. */
  end(): void {
    this.#phase = 'ended';
    this.isStarting = false;
  }
}

/** The key of a step that is not answered yet. */
const keyOfPending = ({ position, lastKey }: Channel): readonly string[] => {
  if (position.kind === 'idle') return [];
  return [position.kind === 'ready' ? position.step.key : lastKey];
};

/** Stands for the connection of a worker that has not started. */
function beginningOf(worker: number, release: () => void): Channel {
  const position: ChannelPosition = { kind: 'ready', step: START, release };
  return {
    worker,
    position,
    backend: null,
    inTransaction: false,
    lastKey: '',
    noteBlockers: () => undefined,
  };
}
