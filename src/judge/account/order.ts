/** The order in which the updates of several accounts took effect, as far as a history shows it. */
import type { OperationRecord } from '../../model.js';
import { keyOf } from './operations.js';
import type { Update } from './updates.js';
import type { Chain } from './versions.js';

/** An update among those of several accounts. */
export interface UpdateInOrder extends Update {
  readonly account: number;
  /**
   * Whether it is the last update of its operation on these accounts. The last update carries the
   * whole amount of the operation, and those before it carry 0: an operation takes effect as a
   * whole.
   */
  readonly complete: boolean;
}

/**
 * Orders the updates of one account by their versions, and updates of different accounts by the
 * time at which their operations ended. Versions come first: an update comes after all earlier
 * versions of its account, even if those were reported later.
 */
export function* inOrder(chains: readonly Chain[]): Iterable<UpdateInOrder> {
  const accounts = new Set(chains.map(({ account }) => account));
  const open = new Map<string, { left: number; by: number }>();
  for (const { account, update } of sequence(chains)) {
    const { operation, by, version, basis } = update;
    const writes = writesOf(operation, accounts);
    const begun = (writes > 1 ? open.get(keyOf(operation)) : undefined) ?? { left: writes, by: 0 };
    const now = { left: begun.left - 1, by: begun.by + by };
    const complete = now.left === 0;
    if (!complete) open.set(keyOf(operation), now);
    yield { operation, account, version, basis, by: complete ? now.by : 0, complete };
  }
}

interface Candidate {
  readonly account: number;
  readonly update: Update;
}

function sequence(chains: readonly Chain[]): Iterable<Candidate> {
  const [only] = chains;
  // One account may have a million updates: do not copy them.
  if (only !== undefined && chains.length === 1) return alone(only);
  const timed = chains.flatMap(({ account, updates }) => {
    let since = Number.NEGATIVE_INFINITY;
    return Array.from(updates, (update) => {
      since = Math.max(since, update.operation.endedAt);
      return { account, update, since };
    });
  });
  return timed.toSorted((a, b) => a.since - b.since);
}

function* alone({ account, updates }: Chain): Iterable<Candidate> {
  for (const update of updates) yield { account, update };
}

const writesOf = ({ outcome }: OperationRecord, accounts: ReadonlySet<number>): number =>
  outcome.kind === 'committed'
    ? (outcome.writes ?? []).filter(({ account }) => accounts.has(account)).length
    : 0;
