import { numbersOf } from '../../text/schedule.js';
import type { FrontierState, Path, SearchLimits, SystematicPolicy } from '../policy.js';
import { followPrefix } from './follow-prefix.js';
import { fingerprintOf, Frontier, type Prefix } from './frontier.js';

/** Runs every schedule once, by growing number of switches. */
export class BySwitches implements SystematicPolicy {
  readonly #frontier: Frontier;

  constructor(limits: Pick<SearchLimits, 'maxSwitches' | 'maxSchedules'>) {
    this.#frontier = new Frontier(limits);
  }

  /** The part of the tree that is known and was not run yet. */
  get frontier(): FrontierState {
    return this.#frontier;
  }

  next(room: number): readonly Path[] {
    return this.#frontier.take(room).map((prefix) => this.#pathOf(prefix));
  }

  #pathOf({ letters, fingerprint }: Prefix): Path {
    const schedule = numbersOf(letters);
    let run = followPrefix(schedule);
    return {
      start: () => {
        run = followPrefix(schedule);
        return run.choose;
      },
      strayedAt: (choices) => {
        const strayedAt = run.strayedAt();
        if (strayedAt !== null) return strayedAt;
        return fingerprintOf(choices, letters.length) === fingerprint ? null : letters.length;
      },
      // A run that strayed shows that the earlier run of this prefix was the exception. It may have hidden
      // alternatives, so learn from the step where the run strayed.
      learn: (choices, strayedAt) =>
        this.#frontier.grow(strayedAt === null ? letters.length : strayedAt - 1, choices),
      leaveOut: () => this.#frontier.putBack({ letters, fingerprint }),
    };
  }
}
