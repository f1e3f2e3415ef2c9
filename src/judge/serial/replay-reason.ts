/** Why one schedule of a case is broken or held. */
import type { CaseAnomaly, CaseWorker, Verdict } from '../../model.js';
import { listed } from '../../text/words.js';
import { causeOf } from './counts.js';

interface ReplayedSchedule {
  readonly verdict: Verdict;
  readonly anomalies: readonly CaseAnomaly[];
  readonly workers: readonly Pick<CaseWorker, 'name'>[];
}

/** Complete sentences. */
export function replayReason({ verdict, anomalies, workers }: ReplayedSchedule): string {
  const facts = anomalies.map((anomaly) => factOf(anomaly, workers));
  const also = facts.length === 0 ? '' : ` But ${listed(facts)}, as in a serial order.`;
  switch (verdict) {
    case 'held':
      return `It ends like a serial order of ${listed(workers.map(({ name }) => name))}.${also}`;
    case 'broken':
      return `Broken: ${listed(facts)}.`;
    case 'inconclusive':
      return 'It could not be judged.';
    default:
      return verdict satisfies never;
  }
}

function factOf(anomaly: CaseAnomaly, workers: ReplayedSchedule['workers']): string {
  const name = (worker: number): string => workers[worker - 1]?.name ?? '';
  switch (anomaly.kind) {
    case 'invariant':
      return `the invariant ${JSON.stringify(anomaly.name)} is violated`;
    case 'not serializable':
      return 'no serial order ends like this';
    case 'failure':
      return `${name(anomaly.worker)} fails (${causeOf(anomaly)})`;
    case 'left open':
      return `${name(anomaly.worker)} leaves ${anomaly.what === 'transaction' ? 'its transaction open' : 'an advisory lock behind'}`;
    default:
      return anomaly satisfies never;
  }
}
