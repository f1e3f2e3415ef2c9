import { nowMs, setImmediate, setTimeout } from '../../own-timers.js';
import type { Habits } from './habits.js';
import type { WireWorker } from './wire-worker.js';

/** What the watch needs from its gate. */
export interface RestOptions {
  readonly habits: Pick<
    Habits,
    'graceAt' | 'wasQuiet' | 'moved' | 'moreMsAt' | 'cameAlone' | 'isElsewhere'
  >;
  /** Whether a connection is being set up, or something passes freely. */
  readonly isBusy: () => boolean;
  /** Whether workers wait inside the application, and another one's code may let them go on. */
  readonly mayWakeOthers: () => boolean;
  /** The code has come to rest. @param isSilent whether only because it was quiet for the grace time */
  readonly rested: (worker: WireWorker, isSilent: boolean) => void;
}

/**
 * How many turns of the event loop the gate waits for more. What was written in one turn arrives in the next one. A
 * worker that waited inside the application may take some turns before it writes, and so may all code when the
 * process stood still while the grace time passed.
 */
const TURNS = { alone: 2, withOthers: 4, afterGrace: 8 };

/** How long nothing may come: so many turns of the event loop, and then so many milliseconds. */
interface Calm {
  readonly turns: number;
  readonly ms: number;
}

/**
 * Finds out when the code of a worker has come to rest: it sent its next step, ended, or was quiet for the
 * grace time.
 */
export class Rest {
  readonly #options: RestOptions;
  readonly #watches = new Map<WireWorker, Watch>();

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /** The code of a worker runs from now on. */
  sign(worker: WireWorker): void {
    this.#watchOf(worker).begin(this.#options.habits.graceAt(worker.place, worker.hasSteps));
  }

  /** A worker sent something, ended, or is connected: look again as soon as all it has written has arrived. */
  look(worker: WireWorker): void {
    if (!worker.isWorking) return;
    const { mayWakeOthers, isBusy, rested, habits } = this.#options;
    const othersWait = mayWakeOthers();
    const turns = othersWait ? TURNS.withOthers : TURNS.alone;
    const watch = this.#watchOf(worker);
    const { workedMs } = watch;
    const ms = habits.isElsewhere ? habits.moreMsAt(worker.place, othersWait) : 0;
    // What a service sends by itself is no sign of the worker.
    if (ms > 0 && !watch.isNewSign(signOf(worker))) return;
    this.#whenCalm(worker, { turns, ms }, () => {
      if (isBusy() && ms === 0) return;
      if (worker.hasSteps || (worker.hasEnded && !this.#mayGoOn(worker))) {
        if (habits.isElsewhere) habits.cameAlone(worker.place, workedMs);
        rested(worker, false);
      } else this.sign(worker);
    });
  }

  /** Whether code that no longer counts may send more: as it was handed an answer, or has to end its transaction. */
  #mayGoOn({ isUnawaited, channels }: WireWorker): boolean {
    const isOpen = channels.some(({ inTransaction }) => inTransaction);
    return isUnawaited || (this.#options.habits.isElsewhere && isOpen);
  }

  /** The code of a worker did something. Where it was quiet before, it is given more time from now on. */
  moved(worker: WireWorker): void {
    const quietMs = this.#watchOf(worker).quietMs;
    if (worker.isWorking && quietMs > 0) this.#options.habits.moved(worker.place, quietMs);
  }

  end(): void {
    for (const watch of this.#watches.values()) watch.end();
  }

  #watchOf(worker: WireWorker): Watch {
    const known = this.#watches.get(worker);
    if (known !== undefined) return known;
    const watch = new Watch(() => this.#graceIsOver(worker));
    this.#watches.set(worker, watch);
    return watch;
  }

  #graceIsOver(worker: WireWorker): void {
    if (!worker.isWorking) return;
    const { isBusy, habits, rested } = this.#options;
    this.#whenCalm(worker, { turns: TURNS.afterGrace, ms: 0 }, () => {
      if (isBusy()) {
        this.sign(worker);
        return;
      }
      habits.wasQuiet(worker.place);
      rested(worker, true);
    });
  }

  /** Continues when some turns, and then a time, have passed without a sign of the worker. */
  #whenCalm(worker: WireWorker, { turns, ms }: Calm, judge: () => void): void {
    const watch = this.#watchOf(worker);
    const number = watch.nextNumber();
    const ifCalm = (next: () => void) => () => {
      if (worker.isWorking && watch.isLast(number)) next();
    };
    const whenFree = (): void => {
      if (this.#options.isBusy()) setTimeout(ifCalm(whenFree), 1);
      else judge();
    };
    const last = ms === 0 ? judge : () => setTimeout(ifCalm(whenFree), ms);
    afterTurns(turns, ifCalm(last));
  }
}

/**
 * The grace passes in ticks. One that is later than this does not count, because the process stood still, and the
 * code could not move.
 */
const TICK_MS = 3;
const LATE_MS = 2;
/** When most ticks are late, the grace takes so many times as long, and then has passed in any case. */
const PATIENCE = 6;

/** What a worker has shown of itself since it went on. */
const signOf = ({ channels, hasEnded }: WireWorker): string =>
  `${channels.filter(({ position }) => position.kind !== 'idle').length} ${hasEnded}`;

/** The signs of life of one worker. */
class Watch {
  readonly #quiet: () => void;
  readonly #timer: NodeJS.Timeout;
  #signs = 0;
  #sign = '';
  #isOn = false;
  #beganAt = 0;
  #armedAt = 0;
  #ticks = 0;
  #goodTicks = 0;
  #wanted = 0;

  /** @param quiet is called when the grace has passed without a sign */
  constructor(quiet: () => void) {
    this.#quiet = quiet;
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
  }

  /** For how long it has been quiet, apart from a time that all code may take; 0: not so long. */
  get quietMs(): number {
    return this.#isOn && this.#goodTicks > 1 ? this.#goodTicks * TICK_MS : 0;
  }

  /** Whether a sign of the worker is another one than the last. */
  isNewSign(sign: string): boolean {
    const isNew = sign !== this.#sign;
    this.#sign = sign;
    return isNew;
  }

  /** How long it has worked since the grace began, in milliseconds. */
  get workedMs(): number {
    return nowMs() - this.#beganAt;
  }

  /** A grace begins. */
  begin(graceMs: number): void {
    this.#beganAt = nowMs();
    this.#sign = '';
    this.#signs += 1;
    this.#isOn = true;
    this.#ticks = 0;
    this.#goodTicks = 0;
    this.#wanted = Math.ceil(graceMs / TICK_MS);
    this.#arm();
  }

  nextNumber(): number {
    this.#signs += 1;
    return this.#signs;
  }

  isLast(number: number): boolean {
    return this.#signs === number;
  }

  /** Its timer stays, because one that was cleared cannot begin again. */
  end(): void {
    this.#isOn = false;
  }

  #arm(): void {
    this.#armedAt = nowMs();
    this.#timer.refresh();
  }

  #tick(): void {
    if (!this.#isOn) return;
    const isLate = nowMs() - this.#armedAt > TICK_MS + LATE_MS;
    this.#ticks += 1;
    if (!isLate) this.#goodTicks += 1;
    if (this.#goodTicks < this.#wanted && this.#ticks < PATIENCE * this.#wanted) {
      this.#arm();
      return;
    }
    this.#isOn = false;
    this.#quiet();
  }
}

function afterTurns(turns: number, work: () => void): void {
  if (turns === 0) work();
  else setImmediate(afterTurns, turns - 1, work);
}
