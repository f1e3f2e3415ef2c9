import { letterOf } from '../text/schedule.js';
import { readyChannel, type GatedWorker } from './gate.js';

/** Describes the state of a worker, for error messages. */
export function whereabouts(worker: GatedWorker): string {
  const { number, activity, channels } = worker;
  const name = letterOf(number);
  switch (activity.kind) {
    case 'working':
      return `${name} neither sends a statement nor ends its attempt`;
    case 'queued':
      return `${name} waits for the application lock ${activity.lock}`;
    case 'quiet':
      return `${name} waits inside the application`;
    case 'done':
      return `${name} is done`;
    case 'gated': {
      if (readyChannel(worker)) return `${name} is ready`;
      const blockers = channels.flatMap(({ position }) =>
        position.kind === 'waiting' ? position.for : [],
      );
      if (blockers.length === 0) return `${name} has no answer yet`;
      return `${name} waits for ${blockers.map(letterOf).join(' and ')}`;
    }
    default:
      return activity satisfies never;
  }
}
