/** What the serial orders of a case say: how they end, what in their ends is noise, what is wrong. */
import type { CaseAnomaly, Schedule, SerialOutcome } from '../../model.js';
import { lettersOf } from '../../text/schedule.js';
import { Canon } from './canon.js';
import { changesBetween } from './changes.js';
import { columnNoise, startKeysIn } from './column-noise.js';
import { isPartOf } from './column-parts.js';
import type { CaseEnd, EndPair, SerialRun, TableEnd } from './end.js';
import { flawsOf, type CodeFlaw } from './flaws.js';
import { InferredReferences } from './inferred-references.js';
import { Interner } from './interner.js';
import type { Mask } from './mask.js';
import { messageNoise } from './message-noise.js';
import { countedInMemory, ordersToRepeat } from './memory-counts.js';
import type { NumberSources } from './number-sources.js';
import type { Difference } from './part-noise.js';
import { serialRunsOf, type RepeatedOrder } from './repeated-order.js';
import { resultNoise } from './result-noise.js';
import { maskingOf } from './text-noise.js';

export interface LearningOptions {
  /** The rows that every schedule begins with. */
  readonly start: readonly TableEnd[];
  /** The names of what the case ignores: tables, columns, parts of columns and of results. */
  readonly ignore: readonly string[];
  /** Tables that the case ignores. They are not among those of the ends. */
  readonly ignoredTables: readonly string[];
  /** What may give numbers that differ from run to run. */
  readonly sources: NumberSources;
  /** Orders that were run again several times. */
  readonly repeats: readonly RepeatedOrder[];
  /** Whether a text is left out as a whole when some of its words differ. */
  readonly leavesOutTexts?: boolean;
}

/** A serial order that is wrong without any race. */
export interface SerialFault {
  readonly order: Schedule;
  /** At least one. */
  readonly anomalies: readonly CaseAnomaly[];
  readonly end: CaseEnd;
  /** Whether only its second run is wrong, in which sequences start at another number. */
  readonly isSecond: boolean;
}

/** An end of serial orders, with the rows of one of them. */
export interface KnownOutcome {
  readonly key: string;
  readonly outcome: SerialOutcome;
  readonly end: CaseEnd;
}

/** What is known of the orders of the same workers. */
interface OrdersOf {
  /** By key. */
  readonly outcomes: ReadonlyMap<string, KnownOutcome>;
  /** Failures of workers and what they left open, as texts. */
  readonly flaws: ReadonlySet<string>;
}

/** What is learned from serial orders, each of which was run twice. */
export class SerialKnowledge {
  /**
   * The tables, columns and parts of results that are not compared, as `ignore` names them. Parts of what the case ignores are
   * not among them.
   */
  readonly masked: readonly string[];
  /** What of that the case ignores. */
  readonly ignored: readonly string[];
  /** The different ends of the orders of all workers. */
  readonly outcomes: readonly SerialOutcome[];
  /** The different ends of the orders of some of the workers. */
  readonly subsetOutcomes: readonly SerialOutcome[];
  /** How many orders of all workers were run. */
  readonly orderCount: number;
  /** Orders whose two runs differ, apart from what is masked. */
  readonly unequal: readonly Schedule[];
  /** Orders of all workers that are wrong without any race. */
  readonly broken: readonly SerialFault[];
  readonly canon: Canon;
  readonly #runs: readonly SerialRun[];
  readonly #options: LearningOptions;
  readonly #interner: Interner;
  /** By the letters of the workers. */
  readonly #orders: ReadonlyMap<string, OrdersOf>;
  readonly #all: string;

  /**
   * @param runs at least one order of all workers
   * @param interner that of what was known before, so that keys stay the same while the mask does
   */
  constructor(
    runs: readonly SerialRun[],
    options: LearningOptions,
    interner: Interner = new Interner(),
  ) {
    const workers = Math.max(0, ...runs.map(({ first }) => first.endings.length));
    const untouched = untouchedBy(options.start, workers);
    const all = [...runs, { order: [], first: untouched, second: untouched }];
    this.#runs = runs;
    this.#options = options;
    this.#interner = interner;
    this.#all = subsetKey(Array.from({ length: workers }, (_none, index) => index + 1));
    this.canon = canonFor(runs, options, interner);
    this.#orders = this.#ordersIn(all);
    const ofAll = runs.filter(({ order }) => subsetKey(order) === this.#all);
    const isInIgnored = (name: string) => options.ignore.some((each) => isPartOf(name, each));
    this.masked = [...this.canon.masked(workers), ...options.ignoredTables]
      .filter((name) => !isInIgnored(name))
      .toSorted();
    this.ignored = this.masked.filter(
      (name) => options.ignore.includes(name) || options.ignoredTables.includes(name),
    );
    this.outcomes = this.knownOutcomes(null).map(({ outcome }) => outcome);
    this.subsetOutcomes = [...this.#orders]
      .filter(([subset]) => subset !== this.#all && subset !== '')
      .flatMap(([, { outcomes }]) => [...outcomes.values()].map(({ outcome }) => outcome));
    this.orderCount = new Set(ofAll.map(({ order }) => lettersOf(order))).size;
    this.unequal = unequalIn(runs, this.canon);
    this.broken = faultsIn(ofAll);
  }

  /** What is not compared although code may count it in its memory. @see countedInMemory */
  get countedInMemory(): readonly string[] {
    const { masked } = this;
    return countedInMemory({ ...this.#options, masked, runs: withLaterRuns(this.#runs) });
  }

  /** The orders whose repeats say where numbers come from that differ from run to run. */
  get ordersToRepeat(): readonly Schedule[] {
    return ordersToRepeat(this.#runs, { ...this.#options, masked: this.masked });
  }

  /** Learns from orders that were run again several times. */
  repeated(repeats: readonly RepeatedOrder[]): SerialKnowledge {
    const runs = [...this.#runs, ...repeats.flatMap(serialRunsOf)];
    return new SerialKnowledge(runs, { ...this.#options, repeats }, this.#interner);
  }

  /** Learns from more orders, such as those of some workers only. Orders may be repeated. */
  extended(more: readonly SerialRun[]): SerialKnowledge {
    return new SerialKnowledge([...this.#runs, ...more], this.#options, this.#interner);
  }

  /** The same without the texts of which some words differ. */
  withoutTexts(): SerialKnowledge {
    const options = { ...this.#options, leavesOutTexts: true };
    return new SerialKnowledge(this.#runs, options, this.#interner);
  }

  /** Whether an end that could be judged by less knowledge may be judged differently by this. */
  overrules(less: SerialKnowledge): boolean {
    return (
      this.masked.join('\n') !== less.masked.join('\n') ||
      this.broken.length !== less.broken.length ||
      [...less.#orders].some(
        ([subset, known]) => textOf(known) !== textOf(this.#orders.get(subset)),
      )
    );
  }

  /** @param workers null: all */
  isKnown(workers: readonly number[] | null): boolean {
    return this.#orders.has(this.#keyOf(workers));
  }

  /** The ends of the orders of exactly these workers. @param workers null: all */
  knownOutcomes(workers: readonly number[] | null): readonly KnownOutcome[] {
    return [...(this.#orders.get(this.#keyOf(workers))?.outcomes.values() ?? [])];
  }

  /** Whether an order of exactly these workers ends so. @param workers null: all */
  hasOutcome(workers: readonly number[] | null, key: string): boolean {
    return this.#orders.get(this.#keyOf(workers))?.outcomes.has(key) === true;
  }

  /**
   * Whether the same flaw shows in an order of exactly these workers: the same worker fails so, or
   * leaves the same open. @param workers null: all
   */
  hasFlaw(workers: readonly number[] | null, flaw: CodeFlaw, endings: Endings): boolean {
    const key = this.#flawKey(flaw, endings);
    return this.#orders.get(this.#keyOf(workers))?.flaws.has(key) === true;
  }

  #keyOf(workers: readonly number[] | null): string {
    return workers === null ? this.#all : subsetKey(workers);
  }

  #ordersIn(runs: readonly SerialRun[]): ReadonlyMap<string, OrdersOf> {
    const bySubset = grouped(runs, ({ order }) => subsetKey(order));
    return new Map(
      [...bySubset].map(([subset, ofSubset]) => [
        subset,
        { outcomes: this.#outcomesIn(ofSubset), flaws: this.#flawsIn(ofSubset) },
      ]),
    );
  }

  #outcomesIn(runs: readonly SerialRun[]): ReadonlyMap<string, KnownOutcome> {
    const ends = runs.flatMap(({ order, first, second }) =>
      [first, second].map((end) => ({ order, end, key: this.canon.outcomeKey(end) })),
    );
    const outcomes = [...grouped(ends, ({ key }) => key)].flatMap(([key, alike]) => {
      const end = alike[0]?.end;
      if (end === undefined) return [];
      const orders = distinct(alike.map(({ order }) => order));
      const changes = changesBetween(this.#options.start, end.tables);
      return [{ key, end, outcome: { orders, endings: end.endings, changes } }];
    });
    return new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  }

  #flawsIn(runs: readonly SerialRun[]): ReadonlySet<string> {
    const ends = runs.flatMap(({ first, second }) => [first, second]);
    return new Set(
      ends.flatMap((end) =>
        flawsOf(end)
          .filter((flaw) => flaw.kind !== 'invariant')
          .map((flaw) => this.#flawKey(flaw, end.endings)),
      ),
    );
  }

  #flawKey(flaw: CodeFlaw, endings: Endings): string {
    if (flaw.kind === 'left open') return `${flaw.worker} left open ${flaw.what}`;
    return `${flaw.worker} ${this.canon.endingKey(flaw.worker, endings[flaw.worker - 1] ?? null)}`;
  }
}

type Endings = CaseEnd['endings'];

/** Equal when the same outcomes and flaws are known. What is learned later is added at the end. */
const textOf = (orders: OrdersOf | undefined): string =>
  [...(orders?.outcomes.keys() ?? []), ...(orders?.flaws ?? [])].join('\n');

/** Equal for orders of the same workers. */
const subsetKey = (workers: readonly number[]): string =>
  lettersOf(workers.toSorted((one, other) => one - other));

/** The end when no worker runs. */
const untouchedBy = (tables: readonly TableEnd[], workers: number): CaseEnd => ({
  endings: Array.from({ length: workers }, () => null),
  tables,
  violations: [],
  leftOpen: [],
  rolledBackCommits: 0,
  warnings: [],
  ran: [],
});

/** How ends are compared: also by the order in which results name rows, unless that differs from run to run. */
function canonFor(runs: readonly SerialRun[], options: LearningOptions, interner: Interner): Canon {
  const shapes = options.start.map(({ shape }) => shape);
  const canon = (isOrdered: boolean) =>
    new Canon(shapes, maskFor(runs, options, isOrdered), interner);
  const ordered = canon(true);
  const unequal = unequalIn(runs, ordered).length;
  if (unequal === 0) return ordered;
  const unordered = canon(false);
  return unequalIn(runs, unordered).length < unequal ? unordered : ordered;
}

/** The orders whose two runs differ. */
const unequalIn = (runs: readonly SerialRun[], canon: Canon): readonly Schedule[] =>
  distinct(
    runs
      .filter(({ first, second }) => canon.outcomeKey(first) !== canon.outcomeKey(second))
      .map(({ order }) => order),
  );

/** @param isOrdered whether the order counts in which the items of a result name rows */
function maskFor(
  learned: readonly SerialRun[],
  { start, ignore, leavesOutTexts = false }: LearningOptions,
  isOrdered: boolean,
): Mask {
  const runs = withLaterRuns(learned);
  const maskingFor = leavesOutTexts ? ({ masking }: Difference) => masking : maskingOf;
  const columns = columnNoise(runs, maskingFor);
  for (const name of ignore) columns.set(name, 'all');
  const results = resultNoise(runs, ignore, maskingFor);
  return {
    columns,
    inferred: new InferredReferences(runs, { columns, results, isOrdered }),
    startKeys: startKeysIn(start, runs, columns),
    results,
    messages: messageNoise(runs),
  };
}

/** The pairs of ends of one order, those of different times included. @see acrossTime */
const withLaterRuns = (runs: readonly SerialRun[]): readonly EndPair[] => [
  ...runs,
  ...acrossTime(runs),
];

/**
 * Pairs of ends of one order that were learned at different times. A time in whole seconds is often equal in two runs
 * in a row, and differs later.
 */
function acrossTime(runs: readonly SerialRun[]): readonly EndPair[] {
  return [...grouped(runs, ({ order }) => lettersOf(order)).values()].flatMap((ofOrder) =>
    ofOrder.slice(1).flatMap(({ first }, index): EndPair[] => {
      const earlier = ofOrder[index];
      return earlier === undefined ? [] : [{ first: earlier.second, second: first }];
    }),
  );
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Each order once. */
function distinct(orders: readonly Schedule[]): readonly Schedule[] {
  return [...new Map(orders.map((order) => [lettersOf(order), order])).values()];
}

/** The orders that are wrong, each once. */
function faultsIn(runs: readonly SerialRun[]): readonly SerialFault[] {
  const faults = new Map<string, SerialFault>();
  for (const { order, first, second } of runs) {
    for (const end of [first, second]) {
      const anomalies = flawsOf(end);
      const letters = lettersOf(order);
      if (anomalies.length > 0 && !faults.has(letters))
        faults.set(letters, { order, anomalies, end, isSecond: end === second });
    }
  }
  return [...faults.values()];
}
