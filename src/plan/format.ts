/** Values of a plan as text for the command line. The parsers read them back. */
import type { Backoff } from '../model.js';

/** Milliseconds in the largest unit that gives a whole number: `500ms`, `10s`, `2m`. */
export function formatTime(ms: number): string {
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  if (ms % 1_000 === 0) return `${ms / 1_000}s`;
  return `${ms}ms`;
}

/** `10`, or `1..20` for a range. */
export function formatAmount(amount: { readonly min: number; readonly max: number }): string {
  return amount.min === amount.max ? `${amount.min}` : `${amount.min}..${amount.max}`;
}

/** `none`, `constant:5ms` or `exponential:1ms..100ms`. */
export function formatBackoff(backoff: Backoff): string {
  switch (backoff.kind) {
    case 'none':
      return 'none';
    case 'constant':
      return `constant:${formatTime(backoff.ms)}`;
    case 'exponential':
      return `exponential:${formatTime(backoff.baseMs)}..${formatTime(backoff.capMs)}`;
    default:
      return backoff satisfies never;
  }
}
