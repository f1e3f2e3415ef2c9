import type {
  Activity,
  Channel,
  ChannelPosition,
  GatedWorker,
  PendingStep,
} from '../../explore/gate.js';
import type { WireConnection } from './connection.js';

const WORKING: Activity = { kind: 'working' };
const GATED: Activity = { kind: 'gated' };
const QUIET: Activity = { kind: 'quiet' };
const DONE: Activity = { kind: 'done' };

/** The first letter of a worker releases its start, and with it its first statement. */
const START: PendingStep = { key: 'start', action: null, footprint: null };

/** What a worker needs from its gate. */
export interface WorkerHost {
  /** In the order in which they were opened. */
  readonly connections: readonly WireConnection[];
  start(worker: WireWorker): void;
}

/** One of the functions of a case that run at once. Its statements come through connections of the gate. */
export class WireWorker implements GatedWorker {
  readonly number: number;
  readonly #host: WorkerHost;
  readonly #beginning: Channel;
  #phase: 'absent' | 'not started' | 'running' | 'ended' = 'absent';
  /** Whether its code may run. */
  isWorking = false;
  /** Whether its first statement passes with the letter that started it. */
  isStarting = false;
  /** Grows with each sign of life of its code. */
  signs = 0;

  constructor(number: number, host: WorkerHost) {
    this.number = number;
    this.#host = host;
    this.#beginning = beginningOf(number, () => this.#start());
  }

  get activity(): Activity {
    if (this.isWorking) return WORKING;
    if (this.hasSteps) return GATED;
    return this.hasEnded ? DONE : QUIET;
  }

  get channels(): readonly Channel[] {
    if (this.#phase === 'not started') return [this.#beginning];
    return this.#host.connections.filter(({ worker }) => worker === this.number);
  }

  get hasEnded(): boolean {
    return this.#phase === 'ended' || this.#phase === 'absent';
  }

  get isRunning(): boolean {
    return this.#phase === 'running';
  }

  /** Whether a step of it is held, or under way. */
  get hasSteps(): boolean {
    return this.channels.some(({ position }) => position.kind !== 'idle');
  }

  /** Gets ready for a schedule. @param takesPart whether it runs in it */
  join(takesPart: boolean): void {
    this.#phase = takesPart ? 'not started' : 'absent';
    this.isWorking = false;
    this.isStarting = false;
  }

  /** Its function has settled. */
  end(): void {
    this.#phase = 'ended';
    this.isStarting = false;
  }

  #start(): void {
    this.#phase = 'running';
    this.isWorking = true;
    this.isStarting = true;
    this.#host.start(this);
  }
}

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
