/** In which order the updates of several accounts took effect, as far as a history tells. */
import type { OperationRecord } from '../model.js';
import type { Chain, Update } from './versions.js';

/** An update among those of several accounts. */
export interface Placed extends Update {
  readonly account: number;
  /**
   * Whether it is the last one of its operation on these accounts. That one carries all that the
   * operation adds to them, and those before it carry 0: an operation takes effect as a whole.
   */
  readonly complete: boolean;
}

/**
 * Orders the updates of each account by their versions, and those of different accounts by the
 * time when their operations ended, as far as the versions leave that open: an update comes after
 * all earlier versions of its account, however late they were reported.
 */
export function inOrder(chains: readonly Chain[]): readonly Placed[] {
  const timed = chains.flatMap(({ account, updates }) => {
    let since = Number.NEGATIVE_INFINITY;
    return updates.map((update) => {
      since = Math.max(since, update.operation.endedAt);
      return { account, update, since };
    });
  });
  const sorted = chains.length === 1 ? timed : timed.toSorted((a, b) => a.since - b.since);
  const accounts = new Set(chains.map(({ account }) => account));
  const open = new Map<OperationRecord, { left: number; by: number }>();
  return sorted.map(({ account, update }) => {
    const { operation, by, version, basis } = update;
    const begun = open.get(operation) ?? { left: writesOf(operation, accounts), by: 0 };
    const now = { left: begun.left - 1, by: begun.by + by };
    const complete = now.left === 0;
    if (!complete) open.set(operation, now);
    return { operation, account, version, basis, by: complete ? now.by : 0, complete };
  });
}

const writesOf = ({ outcome }: OperationRecord, accounts: ReadonlySet<number>): number =>
  outcome.kind === 'committed'
    ? (outcome.writes ?? []).filter(({ account }) => accounts.has(account)).length
    : 0;
