/**
 * What would stay behind if the process ended now. The process reports it when it has no time left to
 * remove it.
 */
export class Leftovers {
  readonly #left = new Map<number, () => string | null>();
  #count = 0;

  /**
   * @param leave is called when the process ends at once. It does only what is immediate, and returns what
   *   still stays behind, as a sentence; null: nothing
   * @returns a function to call once it was removed
   */
  add(leave: () => string | null): () => void {
    const key = (this.#count += 1);
    this.#left.set(key, leave);
    return () => void this.#left.delete(key);
  }

  /** @returns one sentence for each thing that stays behind */
  leave(): readonly string[] {
    const sentences = [...this.#left.values()].map((leave) => leave());
    this.#left.clear();
    return sentences.filter((sentence) => sentence !== null);
  }
}
