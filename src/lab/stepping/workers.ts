/** Where the workers of a schedule are, for a person. */
import { readyChannel, type GatedWorker } from '../../explore/gate.js';
import type { Drawn } from '../../report/drawing/index.js';
import { nextStepText } from '../../report/drawing/next-step.js';
import { letterOf } from '../../text/schedule.js';
import type { SteppingTable, SteppingWorker, WorkerPosition } from './state.js';

/** What is known of a schedule of either kind while it grows. */
export interface Standing {
  readonly drawing: Drawn;
  /** By letter: how the worker ended; null: it has not ended, or not with a statement. */
  readonly endings: readonly (string | null)[];
  /** What each waiting worker waits for: `a row of account`. */
  readonly locks: ReadonlyMap<number, string>;
  /** The committed rows. */
  readonly tables: readonly SteppingTable[];
}

/**
 * The workers of a schedule that is not over, and where each one is.
 * @param workers their states now
 */
export const steppingWorkers = (
  workers: readonly GatedWorker[],
  standing: Standing,
): readonly SteppingWorker[] =>
  workers.map((worker) => ({
    letter: letterOf(worker.number),
    name: nameOf(worker.number, standing.drawing),
    position: positionOf(worker, standing),
  }));

/** The workers when all have ended. */
export const endedWorkers = (
  endings: Standing['endings'],
  drawing: Drawn,
): readonly SteppingWorker[] =>
  endings.map((ending, index) => ({
    letter: letterOf(index + 1),
    name: nameOf(index + 1, drawing),
    position: { kind: 'done', ending: ending ?? '' },
  }));

const nameOf = (worker: number, { workers }: Drawn): string | null =>
  typeof workers === 'number' ? null : (workers[worker - 1] ?? null);

function positionOf(worker: GatedWorker, { drawing, endings, locks }: Standing): WorkerPosition {
  const { number, activity, channels } = worker;
  switch (activity.kind) {
    case 'done':
      return { kind: 'done', ending: endings[number - 1] ?? '' };
    case 'quiet':
      return { kind: 'quiet' };
    case 'working':
      return { kind: 'working' };
    case 'queued':
      return {
        kind: 'waits',
        for: holdersIn(drawing, number),
        lock: activity.lock,
        statement: null,
      };
    case 'gated': {
      const held = readyChannel(worker)?.position.step;
      if (held !== undefined) return { kind: 'ready', statement: nextStepText(drawing, held) };
      const waiting = channels.flatMap(({ position }) =>
        position.kind === 'waiting' ? [position.for] : [],
      );
      if (waiting.length === 0) return { kind: 'working' };
      const last = drawing.steps.findLast((step) => step.worker === number);
      return {
        kind: 'waits',
        for: waiting.flat().map(letterOf),
        lock: locks.get(number) ?? null,
        statement: last === undefined ? null : nextStepText(drawing, last),
      };
    }
    default:
      return activity satisfies never;
  }
}

/** The workers that a worker waits for, as the last step says. */
function holdersIn({ steps }: Drawn, worker: number): readonly string[] {
  const events = steps.flatMap((step) => [...step.events]);
  const last = events.findLast((event) => event.kind === 'waits' && event.worker === worker);
  return last?.kind === 'waits' ? last.for.map(letterOf) : [];
}
