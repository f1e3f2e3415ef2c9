/**
 * About how many leaves a tree has, from random walks down from its root: the mean over all walks of
 * the product of the number of choices at each step. (Knuth, "Estimating the Efficiency of Backtrack
 * Programs", 1975) Kept in logarithms: a hundred steps of a dozen workers are more than a number
 * holds.
 */
export class Estimate {
  #walks = 0;
  /** The logarithm of the sum of all products. */
  #logSum = Number.NEGATIVE_INFINITY;

  /** @param choices how many there were at each step of a walk */
  add(choices: readonly number[]): void {
    this.#walks += 1;
    const log = choices.reduce((sum, count) => sum + Math.log(count), 0);
    const [more, less] = [Math.max(log, this.#logSum), Math.min(log, this.#logSum)];
    this.#logSum = more + Math.log1p(Math.exp(less - more));
  }

  /** Rounded; the largest number there is, if it is more than that; null without a walk. */
  get total(): number | null {
    if (this.#walks === 0) return null;
    const mean = Math.exp(this.#logSum - Math.log(this.#walks));
    return Number.isFinite(mean) ? Math.round(mean) : Number.MAX_VALUE;
  }
}
