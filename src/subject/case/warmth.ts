/** Rounds that are not judged: pools open the connections that all workers need. */
const FIRST = 2;
/** How often to warm up again in a row. A warm-up may lose a connection as well. */
const MOST_AGAIN = 3;

/**
 * Keeps the connections of an application open between rounds. A worker that has to connect, because a pool has dropped the
 * client of a failed transaction, begins when the others have long ended, so it overlaps with none of them.
 */
export class Warmth {
  readonly #connections: () => number;
  readonly #warmUp: () => Promise<void>;
  /** How many connections a round is to begin with. */
  #wanted = 0;

  /**
   * @param connections how many are open
   * @param warmUp runs the workers once
   */
  constructor(connections: () => number, warmUp: () => Promise<void>) {
    this.#connections = connections;
    this.#warmUp = warmUp;
  }

  /** Warms up before the first round. */
  async begin(): Promise<void> {
    for (let time = 1; time <= FIRST; time += 1) {
      await this.#warmUp();
      this.#wanted = Math.max(this.#wanted, this.#connections());
    }
  }

  /** Warms up while connections are missing, unless that does not bring them back. */
  async restore(): Promise<void> {
    for (let time = 1; this.#connections() < this.#wanted; time += 1) {
      if (time > MOST_AGAIN) this.#wanted = this.#connections();
      else await this.#warmUp();
    }
  }
}
