/** Whose statement it is. */
import type { NextStep, Place } from './habits.js';

/** A worker, as far as it matters here. */
export interface Suspect {
  readonly number: number;
  /** Whether its function was started, and has not settled. */
  readonly isRunning: boolean;
  /** The key of its last step; empty: none. */
  readonly lastKey: string;
  readonly place: Place;
}

/** A statement that arrived, and what is known then. */
export interface Arrival<W extends Suspect> {
  readonly key: string;
  /** The worker in whose asynchronous context it was written; undefined: not known. */
  readonly writer: W | undefined;
  /** Whether a driver of this process wrote it by itself, as it read an answer. */
  readonly isByDriver: boolean;
  /** The worker that began the transaction of the connection; undefined: it is in none. */
  readonly owner: W | undefined;
  /** The worker that opened the connection, when this is its first statement. */
  readonly opener: W | undefined;
  /** The worker that used the connection last, in this schedule. */
  readonly lastUser: W | undefined;
  /** The worker whose code runs; undefined: all have come to rest. */
  readonly running: W | undefined;
  /** The workers that wait inside the application, longest first. */
  readonly quiet: readonly W[];
  /** The workers that sent nothing after an answer, while other steps of them are held. */
  readonly silent: readonly W[];
  /** The worker that was handed an answer last, or was started last. */
  readonly latest: W | undefined;
  /** Whether no other worker than that has begun, or all others have ended. */
  readonly isLatestAlone: boolean;
}

/** What workers send when they are alone. */
export interface KnownHabits {
  has(step: NextStep): boolean;
  hasQueued(step: NextStep): boolean;
}

export interface Sender<W> {
  readonly worker: W;
  /** Whether what is known could be explained by another worker, too. */
  readonly isUncertain: boolean;
}

const sure = <W>(worker: W): Sender<W> => ({ worker, isUncertain: false });
const unsure = <W>(worker: W): Sender<W> => ({ worker, isUncertain: true });

/**
 * Finds the worker that sent a statement: by the asynchronous context that wrote it, and by exclusion, because
 * only the code that was handed an answer runs. Where the two do not agree, it is uncertain.
 * @returns null when no worker can have sent it
 */
export function senderOf<W extends Suspect>(
  arrival: Arrival<W>,
  habits: KnownHabits,
): Sender<W> | null {
  const { writer } = arrival;
  return writer === undefined
    ? byExclusion(arrival, habits)
    : byContext({ ...arrival, writer }, habits);
}

/**
 * The context is wrong only when the code of one worker does the work of another one that waited: it gives back a
 * connection, or lets a queue go on.
 */
function byContext<W extends Suspect>(
  arrival: Arrival<W> & { readonly writer: W },
  habits: KnownHabits,
): Sender<W> | null {
  const { key, writer, owner, lastUser, quiet } = arrival;
  if (owner === writer) return sure(writer);
  if (owner?.isRunning === true) return unsure(writer);
  if (habits.has(nextOf(writer, key))) return sure(writer);
  if (!writer.isRunning) {
    const other = byExclusion(arrival, habits);
    return other === null ? null : unsure(other.worker);
  }
  const someWait = quiet.some((worker) => worker !== writer);
  const mayHandOver = lastUser === undefined || lastUser === writer;
  const movesByItself = quiet.includes(writer);
  return someWait && mayHandOver && !movesByItself ? unsure(writer) : sure(writer);
}

function byExclusion<W extends Suspect>(
  arrival: Arrival<W>,
  habits: KnownHabits,
): Sender<W> | null {
  const { key, isByDriver, owner, opener, running, quiet } = arrival;
  const next = owner?.isRunning === true ? owner : running;
  // A driver hands a connection on as it reads the answer, before the code that waits for the answer goes on.
  const [waiting] = quiet;
  if (isByDriver && opener !== undefined) return sure(opener);
  if (isByDriver && waiting !== undefined) {
    if (next !== undefined && habits.hasQueued(nextOf(next, key))) return sure(next);
    return quiet.length > 1 || next === owner ? unsure(waiting) : sure(waiting);
  }
  if (owner?.isRunning === true) return sure(owner);
  return amongSuspects(arrival, habits);
}

function amongSuspects<W extends Suspect>(
  { key, running, quiet, silent, latest, isLatestAlone }: Arrival<W>,
  habits: KnownHabits,
): Sender<W> | null {
  const suspects = running === undefined ? quiet : [running, ...quiet];
  const [first] = suspects;
  if (first === undefined) {
    if (latest === undefined) return null;
    return isLatestAlone && latest.isRunning ? sure(latest) : unsure(latest);
  }
  if (suspects.length === 1 && silent.length === 0) return sure(first);
  // Workers of the same code send the same: what a silent one was never seen to send at its place is not its own.
  const usual = [
    ...suspects.filter((worker) => habits.has(nextOf(worker, key))),
    ...silent.filter(({ place }) => habits.has({ ...place, key })),
  ];
  return usual.length === 1 && usual[0] !== undefined ? sure(usual[0]) : unsure(first);
}

const nextOf = ({ number, lastKey }: Suspect, key: string): NextStep => ({
  worker: number,
  after: lastKey,
  key,
});
