import { SessionLost } from '../../database/session-lost.js';
import { EnvironmentError, LabError, StrategyDefect, UsageError } from '../../errors.js';
import type { Failure } from './protocol.js';

/** An error as data. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: 'defect', message: String(error) };
  const { message, stack = message } = error;
  if (error instanceof SessionLost) return { kind: 'lost session', message };
  if (!(error instanceof LabError)) return { kind: 'defect', message, stack };
  const { template } = error;
  if (error instanceof StrategyDefect) {
    return { kind: 'strategy', strategy: error.strategy, ...template };
  }
  return { kind: error instanceof UsageError ? 'usage' : 'environment', ...template };
}

/** The error from which the data was made. */
export function errorOf(failure: Failure): Error {
  const { kind, message } = failure;
  switch (kind) {
    case 'usage':
      return new UsageError(message, failure);
    case 'environment':
      return new EnvironmentError(message, failure);
    case 'strategy': {
      const { strategy, hint, option } = failure;
      return new StrategyDefect(strategy, message, { hint, option });
    }
    case 'lost session':
      return new SessionLost(false, new Error(message));
    case 'defect':
      return Object.assign(
        new Error(message),
        failure.stack === undefined ? {} : { stack: failure.stack },
      );
    default:
      return kind satisfies never;
  }
}
