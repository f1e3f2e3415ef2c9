/** The expected results of explorations, computed without a database. */

/** Every order of a multiset: `sizes[i]` steps of worker i + 1. */
export function* orders(sizes: readonly number[]): Generator<readonly number[]> {
  if (sizes.every((size) => size === 0)) {
    yield [];
    return;
  }
  for (const [index, size] of sizes.entries()) {
    if (size === 0) continue;
    for (const rest of orders(sizes.with(index, size - 1))) yield [index + 1, ...rest];
  }
}

/** (Σ sizes)! ÷ Π sizes! */
export function multinomial(sizes: readonly number[]): number {
  let total = 0;
  let product = 1;
  for (const size of sizes) {
    for (let step = 1; step <= size; step += 1) {
      total += 1;
      product = (product * total) / step;
    }
  }
  return Math.round(product);
}

/**
 * Whether a schedule of naive deposits holds: each operation is a read and then a write, and no
 * operation's read and write are separated by another's write.
 */
export function naiveHolds(schedule: readonly number[]): boolean {
  const written = new Map<number, boolean>();
  const overwritten = new Map<number, boolean>();
  for (const worker of schedule) {
    if (!written.has(worker) || written.get(worker)) {
      written.set(worker, false);
      overwritten.set(worker, false);
      continue;
    }
    if (overwritten.get(worker)) return false;
    written.set(worker, true);
    for (const other of written.keys()) if (other !== worker) overwritten.set(other, true);
  }
  return true;
}

/**
 * The number of schedules of two workers that each begin, lock the same row, write it and commit. The second
 * worker to request the lock waits, cannot be released while it waits, and gets the lock when the first
 * commits.
 */
export function lockingSchedules(): number {
  const [BEGUN, DONE] = [1, 4];
  const count = (
    done: readonly [number, number],
    holder: number | null,
    waits: boolean,
  ): number => {
    if (done.every((steps) => steps === DONE)) return 1;
    let schedules = 0;
    for (const worker of [0, 1]) {
      const other = 1 - worker;
      const steps = done[worker] ?? DONE;
      const isWaiting = waits && holder === other;
      if (steps === DONE || isWaiting) continue;
      if (steps === BEGUN && holder === other) {
        schedules += count(done, holder, true);
        continue;
      }
      const next: [number, number] = [done[0], done[1]];
      next[worker] = steps + 1;
      let owner = steps === BEGUN ? worker : holder;
      let queued = waits;
      if (steps + 1 === DONE) {
        owner = waits ? other : null;
        if (waits) next[other] = BEGUN + 1;
        queued = false;
      }
      schedules += count(next, owner, queued);
    }
    return schedules;
  };
  return count([0, 0], null, false);
}
