/** Looks for a schedule that ends as a free round did, so that the round can be seen again. */
import { CaseDefect } from '../../errors.js';
import type { StallLimit } from '../../explore/conductor.js';
import { Lanes } from '../../explore/lanes.js';
import { BySwitches } from '../../explore/policy/by-switches.js';
import { followPrefix } from '../../explore/policy/follow-prefix.js';
import { runSchedule } from '../../explore/run-schedule.js';
import { scheduleOf } from '../../explore/schedule.js';
import { silent } from '../../explore/listener.js';
import { Walk } from '../../explore/walk.js';
import type { CaseEnd } from '../../judge/serial/end.js';
import { endKey } from '../../judge/serial/free-ends.js';
import type { SerialJudge } from '../../judge/serial/judge.js';
import type { Case, Lookup, Schedule } from '../../model.js';
import type { CaseTrace } from './case-trace.js';
import type { CaseLane } from './lane.js';
import { learnSubset } from './learning.js';
import type { CaseSubject } from './subject.js';

/** Where to look, and for what. */
export interface LookupOptions {
  readonly case: Case;
  readonly subject: CaseSubject;
  readonly lane: CaseLane;
  readonly judge: SerialJudge;
  /** How the round ended. */
  readonly end: CaseEnd;
  readonly patience: StallLimit;
  readonly seed: number;
}

/** The most schedules, and milliseconds: free rounds must not take as long as an exploration. */
const LIMIT = { schedules: 200, ms: 1_000 };

/**
 * Explores the case on a lane that is open already, until a schedule ends the same, and does so again.
 * @returns null when the workers are no functions of this process: each schedule would take too long
 * @throws {SessionLost} when the server is lost
 */
export async function lookUp(options: LookupOptions): Promise<Lookup | null> {
  const { case: the, subject } = options;
  if (the.service !== null || the.workers.some((worker) => 'program' in worker)) return null;
  const search = new Search(options);
  try {
    return { schedule: await search.find(), schedules: search.schedules };
  } catch (error) {
    if (!(error instanceof CaseDefect)) throw error;
    // Its workers may still wait for what never comes.
    subject.isStuck = true;
    return { schedule: null, schedules: search.schedules };
  }
}

class Search {
  readonly #options: LookupOptions;
  readonly #walk: Walk<CaseEnd, CaseTrace>;
  readonly #patience: StallLimit;
  #candidate: Schedule | null = null;

  constructor(options: LookupOptions) {
    this.#options = options;
    const { case: the, lane, judge, patience, seed } = options;
    const limits = { maxSchedules: LIMIT.schedules, maxSwitches: null };
    this.#patience = { ...patience, ms: Math.min(patience.ms, LIMIT.ms) };
    const until = patience.now() + LIMIT.ms;
    this.#walk = new Walk({
      lanes: new Lanes<CaseEnd, CaseTrace>(
        { openLane: () => Promise.resolve(lane) },
        { most: 1, schedulesPerLane: 1 },
      ),
      judge,
      limits: { ...limits, workers: the.workers.length, seed },
      systematic: new BySwitches(limits),
      patience: this.#patience,
      timeLimit: {
        ms: LIMIT.ms,
        isOver: () => this.#candidate !== null || patience.now() >= until,
      },
      prepare: (_lane, { end }) => learnSubset(lane, judge, end, patience),
      counted: ({ choices, end }) => {
        if (this.#candidate === null && this.#isSame(end)) this.#candidate = scheduleOf(choices);
      },
    });
  }

  /** How many were run. */
  get schedules(): number {
    return this.#walk.tally.schedules;
  }

  /** @returns null when no schedule that was run ends the same, or does so only once */
  async find(): Promise<Schedule | null> {
    await this.#walk.run();
    const schedule = this.#candidate;
    if (schedule === null) return null;
    const { choose, strayedAt } = followPrefix(schedule);
    const { end } = await runSchedule({
      lane: this.#options.lane,
      choose,
      listener: silent,
      patience: this.#patience,
      knownToWait: new Set(),
    });
    return strayedAt() === null && this.#isSame(end) ? schedule : null;
  }

  #isSame(end: CaseEnd): boolean {
    const { judge, end: wanted } = this.#options;
    return endKey(end, judge) === endKey(wanted, judge);
  }
}
