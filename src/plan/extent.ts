/** How long workers go on: a count of operations, or a time. */
import { UsageError } from '../errors.js';
import type { Extent } from '../model.js';
import { option } from '../text/option.js';
import { LIMITS } from './limits.js';
import { parseTime } from './parse.js';
import { readCount } from './read.js';

/** Raw text from the command line; a flag that is not given is absent. */
export interface ExtentFlags {
  readonly operations?: string | undefined;
  readonly duration?: string | undefined;
}

/**
 * @param operations of each worker, unless a flag says otherwise
 * @throws {UsageError} when a flag is wrong, or both are given
 */
export function readExtent(flags: ExtentFlags, operations: number): Extent {
  if (flags.duration === undefined) {
    const perWorker = readCount('operations', flags.operations, LIMITS.operations, operations);
    return { kind: 'operations', perWorker };
  }
  if (flags.operations !== undefined) {
    throw new UsageError(`${option('operations')} and ${option('duration')} exclude each other`, {
      code: 'OPTION_CONFLICT',
      option: 'duration',
      hint: 'Give one of them: the workers stop after a count, or after a time.',
    });
  }
  return { kind: 'duration', ms: parseTime('duration', flags.duration, LIMITS.duration) };
}

/**
 * @param remedy what to do about it
 * @throws {UsageError} when all workers together have too many operations
 */
export function requireFewOperations(workers: number, extent: Extent, remedy: string): void {
  const most = LIMITS.operationsPerRound.max;
  if (extent.kind !== 'operations' || workers * extent.perWorker <= most) return;
  throw new UsageError(
    `${option('workers')} ${workers} with ${option('operations')} ${extent.perWorker} makes ${workers * extent.perWorker} operations a round, more than ${most}`,
    {
      code: 'OPTION_CONFLICT',
      option: 'workers',
      hint: remedy,
    },
  );
}
