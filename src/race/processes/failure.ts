import { SessionLost } from '../../database/session-lost.js';
import { EnvironmentError, LabError, StrategyDefect, UsageError } from '../../errors.js';
import type { Failure } from './protocol.js';

/** An error as data. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: 'defect', message: String(error) };
  const { message, stack = message } = error;
  if (error instanceof SessionLost) return { kind: 'lost session', message };
  if (!(error instanceof LabError)) return { kind: 'defect', message, stack };
  const told = { message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  if (error instanceof StrategyDefect) {
    return { kind: 'strategy', strategy: error.strategy, ...told };
  }
  return { kind: error instanceof UsageError ? 'usage' : 'environment', ...told };
}

/** The error that the data was made of. */
export function errorOf({ kind, strategy = '', message, hint, stack }: Failure): Error {
  const options = hint === undefined ? {} : { hint };
  switch (kind) {
    case 'usage':
      return new UsageError(message, options);
    case 'environment':
      return new EnvironmentError(message, options);
    case 'strategy':
      return new StrategyDefect(strategy, message, options);
    case 'lost session':
      return new SessionLost(false, new Error(message));
    case 'defect':
      return Object.assign(new Error(message), stack === undefined ? {} : { stack });
    default:
      return kind satisfies never;
  }
}
