/** What is wrong with an end by itself, without a look at any other. */
import type { CaseAnomaly } from '../../model.js';
import type { CaseEnd } from './end.js';

/** What is wrong with an end by itself. */
export type Flaw = Exclude<CaseAnomaly, { kind: 'not serializable' }>;

/** What is wrong with how a worker ended. */
export type CodeFlaw = Exclude<Flaw, { kind: 'invariant' }>;

/** Violated invariants, failures that callers do not retry, and what was left open, in this order. */
export function flawsOf({ endings, violations, leftOpen }: CaseEnd): readonly Flaw[] {
  return [
    ...violations.map(({ invariant, rows }) => ({
      kind: 'invariant' as const,
      name: invariant,
      rows,
    })),
    ...endings.flatMap((ending, index) =>
      ending?.kind === 'failed' && !ending.retried
        ? [
            {
              kind: 'failure' as const,
              worker: index + 1,
              sqlstate: ending.sqlstate,
              message: ending.message,
            },
          ]
        : [],
    ),
    ...leftOpen.map(({ worker, what }) => ({ kind: 'left open' as const, worker, what })),
  ];
}
