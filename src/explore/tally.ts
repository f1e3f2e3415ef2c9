import { scheduleVerdict } from '../judge/account/schedule.js';
import type { Anomaly, Workload, ExplorationResult, History, Schedule, Verdict } from '../model.js';
import { lettersOf } from '../text/schedule.js';
import { scheduleOf, switchesIn, type ScheduleRun } from './run-schedule.js';

/** What is counted over all schedules. */
export type Figures = Pick<
  ExplorationResult,
  | 'schedules'
  | 'broken'
  | 'held'
  | 'unclear'
  | 'estimated'
  | 'outcomes'
  | 'anomalies'
  | 'causes'
  | 'committed'
  | 'statements'
>;

/** Counts what schedules come to. */
export class Tally {
  readonly #experiment: Workload;
  readonly #strategy: string;
  /** What each schedule came to, by its letters. */
  readonly #seen = new Map<string, Verdict>();
  readonly #outcomes = new Set<string>();
  readonly #anomalies: Record<Anomaly, number> = {
    'lost update': 0,
    overdraft: 0,
    'write skew': 0,
  };
  readonly #causes = new Map<string, number>();
  #verdicts = { broken: 0, held: 0, inconclusive: 0 };
  #committed = 0;
  #estimated = false;
  #statements = 0;
  #shortest: Shortest | null = null;

  constructor(experiment: Workload, strategy: string) {
    this.#experiment = experiment;
    this.#strategy = strategy;
  }

  /** Different schedules so far. */
  get schedules(): number {
    return this.#seen.size;
  }

  /** The broken schedule with the fewest switches, then steps, then the first by letters. */
  get shortestBroken(): Schedule | null {
    return this.#shortest?.schedule ?? null;
  }

  /**
   * The earliest step of a broken schedule after which every continuation that was counted broke.
   * Right only when all schedules were counted: a missing one may have held.
   */
  turningPoint(schedule: Schedule): number {
    const letters = lettersOf(schedule);
    let shared = 0;
    for (const [other, verdict] of this.#seen) {
      if (verdict !== 'broken') shared = Math.max(shared, commonStart(letters, other));
    }
    return shared + 1;
  }

  /**
   * Counts a schedule, unless it was counted before. One that held and now breaks, because the
   * server let another one go first, is broken from now on.
   * @returns whether it broke
   */
  add(run: ScheduleRun, lane: Pick<History, 'initial'>): boolean {
    const schedule = scheduleOf(run);
    const letters = lettersOf(schedule);
    const judged = this.#verdictOn(run, lane.initial);
    const { verdict, lostUpdates, violations, writeSkews } = judged;
    const before = this.#seen.get(letters);
    if (before === 'broken' || before === verdict) return false;
    if (before !== undefined && verdict !== 'broken') return false;
    if (before === undefined) this.#countEnds(run);
    else this.#verdicts[before] -= 1;
    this.#seen.set(letters, verdict);
    this.#estimated ||= judged.estimated;
    this.#verdicts[verdict] += 1;
    if (lostUpdates > 0) this.#anomalies['lost update'] += 1;
    if (violations > writeSkews) this.#anomalies.overdraft += 1;
    if (writeSkews > 0) this.#anomalies['write skew'] += 1;
    if (verdict !== 'broken') return false;
    const found = { schedule, switches: switchesIn(schedule), letters };
    if (this.#shortest === null || isShorter(found, this.#shortest)) this.#shortest = found;
    return true;
  }

  /** Whether a schedule breaks, without counting it. */
  breaks(run: ScheduleRun, { initial }: Pick<History, 'initial'>): boolean {
    return this.#verdictOn(run, initial).verdict === 'broken';
  }

  /** The figures of a result. */
  figures(): Figures {
    const { broken, held, inconclusive } = this.#verdicts;
    return {
      schedules: this.schedules,
      broken,
      held,
      unclear: inconclusive,
      estimated: this.#estimated,
      outcomes: this.#outcomes.size,
      anomalies: this.#anomalies,
      causes: Object.fromEntries([...this.#causes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      committed: this.#committed,
      statements: this.#statements,
    };
  }

  #verdictOn(run: ScheduleRun, initial: History['initial']) {
    return scheduleVerdict(historyOf(this.#experiment, this.#strategy, initial, run));
  }

  #countEnds({ operations, final, choices }: ScheduleRun): void {
    this.#statements += choices.length;
    const causes = new Set<string>();
    for (const { retries, outcome } of operations) {
      for (const cause of retries) causes.add(cause);
      if (outcome.kind === 'failed') causes.add(outcome.cause);
      if (outcome.kind === 'committed') this.#committed += 1;
    }
    for (const cause of causes) this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
    const ends = operations.map(({ outcome }) => outcome.kind);
    const balances = final.map(({ balance }) => balance);
    this.#outcomes.add([...balances, ...ends].join());
  }
}

interface Shortest {
  readonly schedule: Schedule;
  readonly switches: number;
  readonly letters: string;
}

/** How many letters two schedules have in common before the first that differs. */
function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}

function isShorter(one: Shortest, other: Shortest): boolean {
  if (one.switches !== other.switches) return one.switches < other.switches;
  if (one.letters.length !== other.letters.length) {
    return one.letters.length < other.letters.length;
  }
  return one.letters < other.letters;
}

/** A schedule as the analysis wants it. */
export function historyOf(
  { scenario, workers, accounts }: Workload,
  strategy: string,
  initial: History['initial'],
  { operations, final, choices }: ScheduleRun,
): History {
  return {
    strategy,
    scenario: scenario.name,
    round: 1,
    workers,
    processes: 1,
    initial,
    limits: scenario.limits(accounts),
    final,
    operations,
    durationMs: choices.length,
    cutShort: false,
  };
}
