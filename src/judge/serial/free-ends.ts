/** The ends of free rounds, and how often each came. */
import type { CaseAnomaly, FreeEnd, Verdict } from '../../model.js';
import { changesBetween } from './changes.js';
import { anomalyCounts, countedNames, type AnomalyCounts } from './counts.js';
import type { CaseEnd, TableEnd } from './end.js';
import { textOf, type SerialJudge } from './judge.js';

/** Rounds that ended the same to the letter. */
interface EqualRounds {
  readonly end: CaseEnd;
  readonly firstRound: number;
  count: number;
}

/** Counts over all rounds. */
export interface FreeTotals extends AnomalyCounts {
  readonly rounds: number;
  readonly broken: number;
  readonly held: number;
  readonly unclear: number;
  /** In how many rounds a worker failed with each cause. */
  readonly causes: Readonly<Record<string, number>>;
  /** Workers that returned, over all rounds. */
  readonly returned: number;
  /** The most frequent first. */
  readonly ends: readonly FreeEnd[];
  /** The end of the first round that broke; null: none broke. */
  readonly firstBroken: { readonly round: number; readonly end: CaseEnd } | null;
}

/** Keeps the ends of rounds, to judge them when all is known. */
export class FreeEnds {
  readonly #byText = new Map<string, EqualRounds>();
  #rounds = 0;

  add(end: CaseEnd): void {
    this.#rounds += 1;
    const text = textOf(end);
    const known = this.#byText.get(text);
    if (known === undefined) this.#byText.set(text, { end, firstRound: this.#rounds, count: 1 });
    else known.count += 1;
  }

  /** Each different end. */
  get all(): readonly CaseEnd[] {
    return [...this.#byText.values()].map(({ end }) => end);
  }

  /** @param start the rows of the start */
  totals(judge: SerialJudge, start: readonly TableEnd[]): FreeTotals {
    const verdicts: Record<Verdict, number> = { broken: 0, held: 0, inconclusive: 0 };
    const [anomalies, causes] = [new Map<string, number>(), new Map<string, number>()];
    const groups = new Map<string, FreeEnd>();
    let returned = 0;
    let firstBroken: FreeTotals['firstBroken'] = null;
    for (const { end, firstRound, count } of this.#byText.values()) {
      const run = runTo(end);
      const { verdict } = judge.verdictOn(run);
      const summary = judge.summaryOf(run);
      const found = judge.anomaliesOf(end);
      verdicts[verdict] += count;
      returned += summary.committed * count;
      for (const name of verdict === 'broken' ? countedNames(found) : [])
        raise(anomalies, name, count);
      for (const cause of summary.causes) raise(causes, cause, count);
      if (verdict === 'broken') firstBroken ??= { round: firstRound, end };
      const key = endKey(end, judge);
      const same = groups.get(key);
      groups.set(key, {
        ...(same ?? endOf(end, firstRound, verdict, found, start)),
        rounds: (same?.rounds ?? 0) + count,
      });
    }
    return {
      rounds: this.#rounds,
      broken: verdicts.broken,
      held: verdicts.held,
      unclear: verdicts.inconclusive,
      ...anomalyCounts(Object.fromEntries(anomalies)),
      causes: Object.fromEntries([...causes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      returned,
      ends: [...groups.values()].toSorted((one, other) => other.rounds - one.rounds),
      firstBroken,
    };
  }
}

const runTo = (end: CaseEnd) => ({ choices: [], end });

/** Equal for ends with the same verdict for the same reasons, and the same rows and endings as far as they are compared. */
export function endKey(end: CaseEnd, judge: SerialJudge): string {
  const run = runTo(end);
  const { verdict } = judge.verdictOn(run);
  const { key } = judge.summaryOf(run);
  return [verdict, key, ...countedNames(judge.anomaliesOf(end))].join('\n');
}

const endOf = (
  { endings, tables }: CaseEnd,
  firstRound: number,
  verdict: Verdict,
  anomalies: readonly CaseAnomaly[],
  start: readonly TableEnd[],
): FreeEnd => ({
  rounds: 0,
  firstRound,
  verdict,
  anomalies,
  endings,
  changes: changesBetween(start, tables),
});

const raise = (counts: Map<string, number>, key: string, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by);
};
