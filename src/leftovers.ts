/**
 * What would stay behind if the process ended now. It is told when there is no time left to remove it.
 */
export class Leftovers {
  readonly #left = new Map<number, () => string | null>();
  #count = 0;

  /**
   * @param leave called when the process ends at once: does what takes no time, and returns what stays
   *   all the same, as a sentence; null: nothing
   * @returns it was removed
   */
  add(leave: () => string | null): () => void {
    const key = (this.#count += 1);
    this.#left.set(key, leave);
    return () => void this.#left.delete(key);
  }

  /** @returns what stays, a sentence each */
  leave(): readonly string[] {
    const told = [...this.#left.values()].map((leave) => leave());
    this.#left.clear();
    return told.filter((sentence) => sentence !== null);
  }
}
