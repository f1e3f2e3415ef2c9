/** How long an exploration may go on. */
export interface TimeLimit {
  readonly ms: number;
  /** Whether no further schedule may begin. */
  readonly isOver: () => boolean;
}

/**
 * @param ms null: no limit
 * @param now milliseconds of a clock that only goes forward
 * @param began the time from which the limit counts
 */
export const timeLimitFrom = (
  ms: number | null,
  now: () => number,
  began: number,
): TimeLimit | null => (ms === null ? null : { ms, isOver: () => now() - began >= ms });
