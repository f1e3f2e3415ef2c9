import { listed } from '../../text/words.js';
import type { WorkerPosition } from './state.js';

/** `waits for A: a row of account`, `is done: committed`; of a worker that can go, its statement. */
export function positionText(position: WorkerPosition): string {
  switch (position.kind) {
    case 'ready':
      return position.statement;
    case 'waits': {
      const holders = position.for.length === 0 ? '' : ` for ${listed(position.for)}`;
      return `waits${holders}${position.lock === null ? '' : `: ${position.lock}`}`;
    }
    case 'quiet':
      return 'waits inside the application';
    case 'working':
      return 'has no answer yet';
    case 'done':
      return position.ending === '' ? 'is done' : `is done: ${position.ending}`;
    default:
      return position satisfies never;
  }
}
