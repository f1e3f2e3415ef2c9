import { count, span } from '../../text/numbers.js';
import { RequestError } from '../problem.js';
import { Entry, type SteppingView } from './entry.js';
import type { SteppingOrder } from './order.js';

type Kind = SteppingOrder['kind'];

/** How many there may be, and how long they may stand still. Left out: the service's own limits. */
export interface SteppingsOptions {
  /** Strategies that may be stepped through at once. Of cases, it is one. */
  readonly mostOfStrategies?: number | undefined;
  /** Steppings whose last state is kept after their end. */
  readonly mostKept?: number | undefined;
  /** Milliseconds without a step after which a stepping ends. */
  readonly idleMs?: Readonly<Record<Kind, number>> | undefined;
}

/** A case has less time, because other work on cases is refused meanwhile. */
const IDLE_MS: Readonly<Record<Kind, number>> = { strategy: 5 * 60_000, case: 2 * 60_000 };

/** What is open, from the request that begins it until everything is closed. */
interface Place {
  readonly id: string;
  readonly kind: Kind;
}

/** The schedules that clients step through. */
export class Steppings {
  readonly #mostOfStrategies: number;
  readonly #mostKept: number;
  readonly #idleMs: Readonly<Record<Kind, number>>;
  readonly #ending = new AbortController();
  /** With promises that everything is closed, which never reject. */
  readonly #places = new Map<Place, Promise<void>>();
  #entries: readonly Entry[] = [];
  #count = 0;

  constructor({ mostOfStrategies = 4, mostKept = 20, idleMs = IDLE_MS }: SteppingsOptions = {}) {
    this.#mostOfStrategies = mostOfStrategies;
    this.#mostKept = mostKept;
    this.#idleMs = idleMs;
  }

  /**
   * Opens everything, and takes the steps to begin with.
   * @throws {RequestError} when too many are open
   * @throws as {@link SteppingOrder.begin}
   */
  async begin({ kind, begin }: SteppingOrder): Promise<SteppingView> {
    this.#requireRoom(kind);
    this.#ending.signal.throwIfAborted();
    this.#count += 1;
    const id = String(this.#count);
    const idleMs = this.#idleMs[kind];
    const beginning = begin({ idleMs, signal: this.#ending.signal });
    const opening = beginning.then((stepping) => new Entry({ id, stepping, idleMs }));
    const place = { id, kind };
    this.#places.set(place, this.#untilClosed(place, opening));
    const entry = await opening;
    this.#entries = [...this.#entries, entry];
    return entry.view;
  }

  /** @throws {RequestError} when there is none, or it is no longer kept */
  find(id: string): Entry {
    const found = this.#entries.find((entry) => entry.id === id);
    if (found !== undefined) return found;
    throw new RequestError(404, `there is no stepping ${id}`, {
      code: 'NOT_FOUND',
      hint: `Of those that have ended, only the last ${this.#mostKept} are kept: begin again.`,
    });
  }

  /** @throws {RequestError} while a case is stepped through: other work on cases would wait for it */
  requireNoCase(): void {
    const [first] = this.#placesOf('case');
    if (first !== undefined) throw caseUnderWay(first.id, this.#idleMs.case);
  }

  /** Ends all of them, and waits until everything is closed. */
  async close(): Promise<void> {
    this.#ending.abort(serviceEnds());
    await Promise.all(this.#places.values());
  }

  #placesOf(kind: Kind): readonly Place[] {
    return [...this.#places.keys()].filter((place) => place.kind === kind);
  }

  #requireRoom(kind: Kind): void {
    if (kind === 'case') return this.requireNoCase();
    const open = this.#placesOf(kind);
    if (open.length >= this.#mostOfStrategies) throw tooMany(open, this.#idleMs[kind]);
  }

  async #untilClosed(place: Place, opening: Promise<Entry>): Promise<void> {
    try {
      const { ended } = await opening;
      await ended;
    } catch {
      // It did not begin: the request is answered with the error.
    }
    this.#places.delete(place);
    this.#forget();
  }

  #forget(): void {
    const ended = this.#entries.filter((entry) => entry.hasEnded);
    const old = new Set(ended.slice(0, Math.max(0, ended.length - this.#mostKept)));
    this.#entries = this.#entries.filter((entry) => !old.has(entry));
  }
}

const endsByItself = (idleMs: number) => `ends by itself after ${span(idleMs)} without a step`;

const tooMany = (open: readonly Place[], idleMs: number): RequestError => {
  const [first] = open;
  const which = `End one, as with DELETE /steppings/${first?.id ?? '{id}'}`;
  const message = `${count(open.length)} strategies are stepped through already`;
  return new RequestError(503, message, {
    code: 'TOO_BUSY',
    hint: `${which}. Each ${endsByItself(idleMs)}.`,
    retryAfter: 5,
  });
};

const caseUnderWay = (id: string, idleMs: number): RequestError =>
  new RequestError(503, 'a case is stepped through, and work on cases is done one at a time', {
    code: 'TOO_BUSY',
    hint: `End it with DELETE /steppings/${id}. It ${endsByItself(idleMs)}.`,
    retryAfter: 5,
  });

const serviceEnds = (): RequestError =>
  new RequestError(503, 'the service ends', {
    code: 'STEPPING_ENDED',
    hint: 'Begin again when it has started.',
  });
