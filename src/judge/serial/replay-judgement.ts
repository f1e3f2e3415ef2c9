/** Whether one schedule of a case is broken or held, and why. */
import type { CaseAnomaly, CaseWorker, Schedule, Verdict } from '../../model.js';
import { listed } from '../../text/words.js';
import type { Judgement } from '../judgement.js';
import { anomalyFact } from './anomaly-fact.js';
import { unequalIn } from './verdict.js';

interface ReplayedSchedule {
  readonly verdict: Verdict;
  readonly anomalies: readonly CaseAnomaly[];
  readonly workers: readonly Pick<CaseWorker, 'name'>[];
  /** @see SerialKnowledge.unequal */
  readonly unequal: readonly Schedule[];
}

/** What held is not known to hold when two runs of a serial order cannot be told to be equal. */
export function replayJudgement({ unequal, ...schedule }: ReplayedSchedule): Judgement {
  const { verdict } = schedule;
  return verdict === 'held' && unequal.length > 0
    ? { verdict: 'inconclusive', reason: unequalIn(unequal) }
    : { verdict, reason: reasonOf(schedule) };
}

function reasonOf({ verdict, anomalies, workers }: Omit<ReplayedSchedule, 'unequal'>): string {
  const names = workers.map(({ name }) => name);
  const facts = anomalies.map((anomaly) => anomalyFact(anomaly, names));
  const also = facts.length === 0 ? '' : ` But ${listed(facts)}, as in a serial order.`;
  switch (verdict) {
    case 'held':
      return `It ends like a serial order of ${listed(names)}.${also}`;
    case 'broken':
      return `Broken: ${listed(facts)}.`;
    case 'inconclusive':
      return 'It could not be judged.';
    default:
      return verdict satisfies never;
  }
}
