/** Small programs of locks. The walk runs them, and a separate model counts their schedules. */
import type { MemoryCode } from './memory.js';
import { MemoryDeadlock } from './memory.js';

/** `x` takes the lock x for the rest of the transaction. `.` has no visible effect. */
export type Program = readonly string[];

/** The code of a worker: its steps, then a commit. A deadlock ends it. */
export const codeOf =
  (program: Program, log: string[]): MemoryCode =>
  async (worker, locks) => {
    const { channel, number } = worker;
    try {
      for (const step of program) {
        channel.inTransaction = true;
        await channel.step(step, () => (step === '.' ? undefined : locks.acquire(number, step)));
        log.push(`${number}${step}`);
      }
      await channel.step('commit', () => {
        channel.inTransaction = false;
        locks.releaseAll(number);
      });
    } catch (error) {
      if (!(error instanceof MemoryDeadlock)) throw error;
      channel.inTransaction = false;
      log.push(`${number}!`);
      locks.releaseAll(number);
    }
  };

/** The results of all schedules of some programs. */
export interface Counted {
  readonly schedules: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
}

interface State {
  /** How many steps each worker has taken; the length of its program + 1 when it is done. */
  readonly taken: readonly number[];
  readonly holders: Readonly<Record<string, number | undefined>>;
  readonly queues: Readonly<Record<string, readonly number[]>>;
  readonly letters: string;
  readonly log: readonly string[];
}

/** Every schedule of some programs, from a model without channels and time. */
export function count(programs: readonly Program[]): Counted {
  const schedules = new Set<string>();
  const ends = new Set<string>();
  const start = { taken: programs.map(() => 0), holders: {}, queues: {}, letters: '', log: [] };
  const open: State[] = [start];
  for (let state = open.pop(); state; state = open.pop()) {
    const ready = readyIn(programs, state);
    if (ready.length === 0) {
      schedules.add(state.letters);
      ends.add(state.log.join());
    }
    for (const worker of ready) open.push(after(programs, state, worker));
  }
  return { schedules, ends };
}

const isDone = (programs: readonly Program[], { taken }: State, worker: number): boolean =>
  (taken[worker - 1] ?? 0) > (programs[worker - 1]?.length ?? 0);

function readyIn(programs: readonly Program[], state: State): readonly number[] {
  const waiting = new Set(Object.values(state.queues).flat());
  return programs
    .map((_, index) => index + 1)
    .filter((worker) => !waiting.has(worker) && !isDone(programs, state, worker));
}

function after(programs: readonly Program[], state: State, worker: number): State {
  const program = programs[worker - 1] ?? [];
  const place = state.taken[worker - 1] ?? 0;
  const step = program[place];
  const letters = state.letters + String.fromCodePoint(64 + worker);
  const moved = { ...state, letters, taken: state.taken.with(worker - 1, place + 1) };
  if (step === undefined) return released(moved, worker);
  if (step === '.') return { ...moved, log: [...state.log, `${worker}.`] };
  const holder = state.holders[step];
  if (holder === undefined || holder === worker) {
    return {
      ...moved,
      holders: { ...state.holders, [step]: worker },
      log: [...state.log, `${worker}${step}`],
    };
  }
  if (chainFrom(state, holder).has(worker)) {
    const taken = moved.taken.with(worker - 1, program.length + 1);
    return released({ ...moved, taken, log: [...state.log, `${worker}!`] }, worker);
  }
  const queue = [...(state.queues[step] ?? []), worker];
  return { ...moved, queues: { ...state.queues, [step]: queue } };
}

/** Gives each lock of a worker to the first worker that waits for it. */
function released(state: State, worker: number): State {
  const holders: Record<string, number | undefined> = { ...state.holders };
  const queues = { ...state.queues };
  const log = [...state.log];
  for (const [lock, holder] of Object.entries(state.holders)) {
    if (holder !== worker) continue;
    const [next, ...rest] = queues[lock] ?? [];
    holders[lock] = next;
    queues[lock] = rest;
    if (next !== undefined) log.push(`${next}${lock}`);
  }
  return { ...state, holders, queues, log };
}

/** A worker, and all workers that it waits for, directly or through others. */
function chainFrom(state: State, worker: number, found = new Set<number>()): ReadonlySet<number> {
  if (found.has(worker)) return found;
  found.add(worker);
  for (const [lock, queue] of Object.entries(state.queues)) {
    const place = queue.indexOf(worker);
    const holder = state.holders[lock];
    if (place < 0 || holder === undefined) continue;
    for (const blocker of [holder, ...queue.slice(0, place)]) chainFrom(state, blocker, found);
  }
  return found;
}
