/** Why one schedule of a case is broken or held. */
import type { CaseAnomaly, CaseWorker, Verdict } from '../../model.js';
import { listed } from '../../text/words.js';
import { anomalyFact } from './anomaly-fact.js';

interface ReplayedSchedule {
  readonly verdict: Verdict;
  readonly anomalies: readonly CaseAnomaly[];
  readonly workers: readonly Pick<CaseWorker, 'name'>[];
}

/** Complete sentences. */
export function replayReason({ verdict, anomalies, workers }: ReplayedSchedule): string {
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
