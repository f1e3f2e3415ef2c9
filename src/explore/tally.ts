import type { Schedule, Verdict } from '../model.js';
import { lettersOf, switchesOf } from '../text/schedule.js';
import { Ends, type EndCount, type EndTally } from './ends.js';
import type { EndSummary, Judge } from './judge.js';
import { compareRanks, rankedSchedule, type RankedSchedule } from './ranked-schedule.js';
import { scheduleOf, type ScheduleRun } from './schedule.js';

/** The counts over all schedules. */
export interface Totals {
  /** Schedules that were counted; always broken + held + unclear. */
  readonly schedules: number;
  readonly broken: number;
  readonly held: number;
  readonly unclear: number;
  /** Whether the verdict on any schedule is based on an estimate. */
  readonly estimated: boolean;
  /** The number of different ends. */
  readonly outcomes: number;
  /** In how many schedules each anomaly occurred. Anomalies that never occurred are left out. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** In how many schedules at least one attempt ended early for each cause. */
  readonly causes: Readonly<Record<string, number>>;
  /** Committed operations, over all schedules. */
  readonly committed: number;
  /** Released steps, over all schedules. */
  readonly statements: number;
}

/** A schedule that was counted. */
interface CountedSchedule<End> {
  readonly verdict: Verdict;
  readonly end: EndTally<End>;
}

/** Counts the verdicts and ends of schedules. */
export class Tally<End> {
  readonly #judge: Judge<End>;
  /** By letters. */
  readonly #counted = new Map<string, CountedSchedule<End>>();
  readonly #ends = new Ends<End>();
  readonly #anomalies = new Map<string, number>();
  readonly #causes = new Map<string, number>();
  readonly #verdicts = { broken: 0, held: 0, inconclusive: 0 };
  #committed = 0;
  #estimated = false;
  #statements = 0;
  #shortest: RankedSchedule | null = null;

  constructor(judge: Judge<End>) {
    this.#judge = judge;
  }

  /** How many different schedules were counted so far. */
  get schedules(): number {
    return this.#counted.size;
  }

  /** The broken schedule with the fewest switches, then steps, then the first by letters. */
  get shortestBroken(): Schedule | null {
    return this.#shortest?.schedule ?? null;
  }

  /**
   * The earliest step of a broken schedule after which every counted continuation broke. This is correct only
   * when all schedules were counted, because a missing one may have held.
   */
  turningPoint(schedule: Schedule): number {
    const letters = lettersOf(schedule);
    let shared = 0;
    for (const [other, { verdict }] of this.#counted) {
      if (verdict !== 'broken') shared = Math.max(shared, commonStart(letters, other));
    }
    return shared + 1;
  }

  /** How many counted schedules have more switches than this. */
  withMoreSwitches(most: number): number {
    let more = 0;
    for (const letters of this.#counted.keys()) more += Number(switchesOf(letters) > most);
    return more;
  }

  /** The verdict on a counted schedule, by its letters. */
  verdictOf(letters: string): Verdict | undefined {
    return this.#counted.get(letters)?.verdict;
  }

  /**
   * Counts a schedule, unless it was counted before. A schedule that held before and now breaks, because the
   * server granted a lock in another order, counts as broken from now on, with the end that it has now.
   * @returns whether it was counted as broken
   */
  add(run: ScheduleRun<End>): boolean {
    const schedule = rankedSchedule(scheduleOf(run.choices));
    const { letters } = schedule;
    const { verdict, anomalies, estimated } = this.#judge.verdictOn(run);
    const before = this.#counted.get(letters);
    if (before?.verdict === 'broken' || before?.verdict === verdict) return false;
    const isBroken = verdict === 'broken';
    if (before !== undefined && !isBroken) return false;
    const summary = this.#judge.summaryOf(run);
    if (before === undefined) this.#countWork(run, summary);
    else this.#takeBack(before, letters);
    const end = this.#ends.add(summary.key, schedule, run.end, isBroken);
    this.#counted.set(letters, { verdict, end });
    this.#estimated ||= estimated;
    this.#verdicts[verdict] += 1;
    for (const anomaly of anomalies) raise(this.#anomalies, anomaly);
    if (!isBroken) return false;
    if (this.#shortest === null || compareRanks(schedule, this.#shortest) < 0) {
      this.#shortest = schedule;
    }
    return true;
  }

  /** Whether a schedule breaks, without counting it. */
  breaks(run: ScheduleRun<End>): boolean {
    return this.#judge.verdictOn(run).verdict === 'broken';
  }

  /** Returns all counts. */
  totals(): Totals {
    const { broken, held, inconclusive } = this.#verdicts;
    return {
      schedules: this.schedules,
      broken,
      held,
      unclear: inconclusive,
      estimated: this.#estimated,
      outcomes: this.#ends.size,
      anomalies: Object.fromEntries(this.#anomalies),
      causes: Object.fromEntries([...this.#causes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      committed: this.#committed,
      statements: this.#statements,
    };
  }

  /** Returns the different ends, the most frequent first. */
  ends(): readonly EndCount<End>[] {
    return this.#ends.all();
  }

  #countWork({ choices }: ScheduleRun<End>, { causes, committed }: EndSummary): void {
    this.#statements += choices.length;
    this.#committed += committed;
    for (const cause of causes) raise(this.#causes, cause);
  }

  #takeBack({ verdict, end }: CountedSchedule<End>, letters: string): void {
    this.#verdicts[verdict] -= 1;
    this.#ends.takeBack(end, letters);
  }
}

const raise = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** The length of the common prefix of two schedules. */
function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}
