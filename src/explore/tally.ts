import type { Schedule, Verdict } from '../model.js';
import { lettersOf, switchesOf } from '../text/schedule.js';
import type { Judge } from './judge.js';
import { scheduleOf, type ScheduleRun, switchesIn } from './schedule.js';

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

/** Counts the verdicts and ends of schedules. */
export class Tally<End> {
  readonly #judge: Judge<End>;
  /** The verdict on each schedule, by its letters. */
  readonly #verdictOf = new Map<string, Verdict>();
  readonly #ends = new Set<string>();
  readonly #anomalies = new Map<string, number>();
  readonly #causes = new Map<string, number>();
  readonly #verdicts = { broken: 0, held: 0, inconclusive: 0 };
  #committed = 0;
  #estimated = false;
  #statements = 0;
  #shortest: BrokenSchedule | null = null;

  constructor(judge: Judge<End>) {
    this.#judge = judge;
  }

  /** How many different schedules were counted so far. */
  get schedules(): number {
    return this.#verdictOf.size;
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
    for (const [other, verdict] of this.#verdictOf) {
      if (verdict !== 'broken') shared = Math.max(shared, commonStart(letters, other));
    }
    return shared + 1;
  }

  /** How many counted schedules have more switches than this. */
  withMoreSwitches(most: number): number {
    let more = 0;
    for (const letters of this.#verdictOf.keys()) more += Number(switchesOf(letters) > most);
    return more;
  }

  /** The verdict on a counted schedule, by its letters. */
  verdictOf(letters: string): Verdict | undefined {
    return this.#verdictOf.get(letters);
  }

  /**
   * Counts a schedule, unless it was counted before. A schedule that held before and now breaks, because the
   * server granted a lock in another order, counts as broken from now on.
   * @returns whether it was counted as broken
   */
  add(run: ScheduleRun<End>): boolean {
    const schedule = scheduleOf(run.choices);
    const letters = lettersOf(schedule);
    const { verdict, anomalies, estimated } = this.#judge.verdictOn(run);
    const before = this.#verdictOf.get(letters);
    if (before === 'broken' || before === verdict) return false;
    if (before !== undefined && verdict !== 'broken') return false;
    if (before === undefined) this.#countEnd(run);
    else this.#verdicts[before] -= 1;
    this.#verdictOf.set(letters, verdict);
    this.#estimated ||= estimated;
    this.#verdicts[verdict] += 1;
    for (const anomaly of anomalies) raise(this.#anomalies, anomaly);
    if (verdict !== 'broken') return false;
    const broken = { schedule, switches: switchesIn(schedule), letters };
    if (this.#shortest === null || isShorter(broken, this.#shortest)) this.#shortest = broken;
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

  #countEnd(run: ScheduleRun<End>): void {
    this.#statements += run.choices.length;
    const { key, causes, committed } = this.#judge.summaryOf(run);
    this.#committed += committed;
    for (const cause of causes) raise(this.#causes, cause);
    this.#ends.add(key);
  }
}

const raise = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

interface BrokenSchedule {
  readonly schedule: Schedule;
  readonly switches: number;
  readonly letters: string;
}

/** The length of the common prefix of two schedules. */
function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}

function isShorter(one: BrokenSchedule, other: BrokenSchedule): boolean {
  if (one.switches !== other.switches) return one.switches < other.switches;
  if (one.letters.length !== other.letters.length) {
    return one.letters.length < other.letters.length;
  }
  return one.letters < other.letters;
}
