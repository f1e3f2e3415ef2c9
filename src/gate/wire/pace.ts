/** How long code takes to come to rest, by where it runs. All times are in milliseconds. */
export interface Pace {
  /**
   * How long code may be quiet before it counts as waiting inside the application: at a place where it was never quiet,
   * where it was and only others let it go on, where it was because other steps of it are held, and at most.
   */
  readonly grace: {
    readonly unknown: number;
    readonly waits: number;
    readonly held: number;
    readonly most: number;
  };
  /**
   * How long to wait for more after a sign of a worker: at a place where it is not known whether more comes, where more
   * came before, and while others wait inside the application. Null: what was written arrives within some turns of the
   * event loop.
   */
  readonly more: {
    readonly unknown: number;
    readonly expected: number;
    readonly others: number;
  } | null;
}

/** Code of this process. */
export const HERE: Pace = { grace: { unknown: 120, waits: 6, held: 6, most: 400 }, more: null };

/**
 * Code of other processes, which are not seen to move.
 * @param graceMs how long a worker may be quiet before it counts as waiting; null: as its moves suggest
 * @param unknown the same at a place where it was never quiet: to start a program takes long
 */
export function elsewhere(graceMs: number | null, unknown: number): Pace {
  const waits = graceMs ?? 30;
  return {
    grace: {
      unknown: Math.max(unknown, waits),
      waits,
      held: graceMs ?? 8,
      most: Math.max(4_000, waits),
    },
    more: {
      unknown: Math.max(15, waits / 2),
      expected: Math.max(200, waits),
      others: Math.max(10, waits / 3),
    },
  };
}
