/** Anomalies of cases, as clauses for reasons. */
import type { CaseAnomaly, LeftOpen } from '../../model.js';
import { causeOf } from './counts.js';

/** What a worker left behind, after "leaves" or "left". */
export const leftText: Readonly<Record<LeftOpen, string>> = {
  transaction: 'its transaction open',
  'advisory lock': 'an advisory lock behind',
};

/** `the invariant "stock is never below zero" is violated` */
export const violatedInvariant = (name: string): string => `the invariant "${name}" is violated`;

/**
 * `ben fails (23505)`
 * @param workers the names of all workers of the case
 */
export function anomalyFact(anomaly: CaseAnomaly, workers: readonly string[]): string {
  switch (anomaly.kind) {
    case 'invariant':
      return violatedInvariant(anomaly.name);
    case 'not serializable':
      return 'no serial order ends like this';
    case 'failure':
      return `${workers[anomaly.worker - 1]} fails (${causeOf(anomaly)})`;
    case 'left open':
      return `${workers[anomaly.worker - 1]} leaves ${leftText[anomaly.what]}`;
    default:
      return anomaly satisfies never;
  }
}
