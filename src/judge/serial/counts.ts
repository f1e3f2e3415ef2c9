/** What is counted over all schedules of a case. */
import type { EndSummary } from '../../explore/judge.js';
import type { CaseAnomaly, CaseAnomalyKind, Ending } from '../../model.js';
import type { CaseEnd } from './end.js';

/** Precedes the name of a violated invariant. No kind of anomaly begins so. */
const INVARIANT = 'invariant: ';

/** What a tally counts for anomalies of a schedule: each kind, and each violated invariant, once. */
export const countedNames = (anomalies: readonly CaseAnomaly[]): readonly string[] => [
  ...new Set(
    anomalies.flatMap((anomaly): string[] =>
      anomaly.kind === 'invariant' ? [anomaly.kind, `${INVARIANT}${anomaly.name}`] : [anomaly.kind],
    ),
  ),
];

/** In how many schedules there was something. */
export interface AnomalyCounts {
  readonly anomalies: Readonly<Record<CaseAnomalyKind, number>>;
  /** By the name of the invariant. */
  readonly invariants: Readonly<Record<string, number>>;
}

/** @param counts what a tally counted. @see countedNames */
export function anomalyCounts(counts: Readonly<Record<string, number>>): AnomalyCounts {
  const countOf = (kind: CaseAnomalyKind) => counts[kind] ?? 0;
  return {
    anomalies: {
      invariant: countOf('invariant'),
      'not serializable': countOf('not serializable'),
      failure: countOf('failure'),
      'left open': countOf('left open'),
    },
    invariants: Object.fromEntries(
      Object.entries(counts).flatMap(([name, count]) =>
        name.startsWith(INVARIANT) ? [[name.slice(INVARIANT.length), count]] : [],
      ),
    ),
  };
}

/** @param key equal for equal ends */
export function summaryOf({ endings }: CaseEnd, key: string): EndSummary {
  const failed = endings.flatMap((ending) => (ending?.kind === 'failed' ? [causeOf(ending)] : []));
  return {
    key,
    causes: new Set(failed),
    committed: endings.filter((ending) => ending?.kind === 'returned').length,
  };
}

type Cause = Pick<Extract<Ending, { kind: 'failed' }>, 'sqlstate' | 'message'>;

/** An SQLSTATE, or the name of the error, with which its message begins: `TypeError: …`. */
export const causeOf = ({ sqlstate, message }: Cause): string =>
  sqlstate === '' ? (/^[A-Z][\w$.]*(?=:)/i.exec(message)?.[0] ?? 'Error') : sqlstate;
