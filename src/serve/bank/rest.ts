/** Lets a report see the accounts at rest: while it looks, no operation is under way. */
export class Rest {
  #underWay = 0;
  /** Settles when the look that is under way has ended. */
  #looking: Promise<unknown> = Promise.resolve();
  #isLooking = false;
  #whenIdle: (() => void) | null = null;

  /** Works at once, or after the look that is under way. */
  async duringWork<T>(work: () => Promise<T>): Promise<T> {
    while (this.#isLooking) await this.#looking;
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#whenIdle?.();
    }
  }

  /** Waits for the work under way, which has a limit of its own, and looks. Looks take turns. */
  async whenQuiet<T>(look: () => Promise<T>): Promise<T> {
    while (this.#isLooking) await this.#looking;
    this.#isLooking = true;
    const looked = this.#look(look);
    this.#looking = looked.catch(() => undefined);
    return looked;
  }

  async #look<T>(look: () => Promise<T>): Promise<T> {
    try {
      if (this.#underWay > 0) {
        await new Promise<void>((resolve) => {
          this.#whenIdle = resolve;
        });
      }
      return await look();
    } finally {
      this.#whenIdle = null;
      this.#isLooking = false;
    }
  }
}
