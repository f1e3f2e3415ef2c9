/**
 * Estimates the number of leaves of a tree from random walks down from its root: the mean over all walks of
 * the product of the number of choices at each step. (Knuth, "Estimating the Efficiency of Backtrack
 * Programs", 1975) Uses logarithms, because a hundred steps of a dozen workers overflow a number.
 */
export class Estimate {
  #walks = 0;
  /** The logarithm of the sum of all products. */
  #logSum = Number.NEGATIVE_INFINITY;

  /** @param choices the number of choices at each step of a walk */
  add(choices: readonly number[]): void {
    this.#walks += 1;
    const log = choices.reduce((sum, count) => sum + Math.log(count), 0);
    const [more, less] = [Math.max(log, this.#logSum), Math.min(log, this.#logSum)];
    this.#logSum = more + Math.log1p(Math.exp(less - more));
  }

  /** The estimate, rounded and at most Number.MAX_VALUE; null without a walk. */
  get total(): number | null {
    if (this.#walks === 0) return null;
    const mean = Math.exp(this.#logSum - Math.log(this.#walks));
    return Number.isFinite(mean) ? Math.round(mean) : Number.MAX_VALUE;
  }
}
