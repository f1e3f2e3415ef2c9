/**
 * A model of a row that is simple enough to be obviously right: it knows which operations its
 * balance contains. Tests compare it with what `judge` infers from versions.
 */
import type { Account, History, OperationRecord, Outcome } from '../../src/model.js';
import { fc } from '../support/fast-check.js';

/** One operation of a race: when it reads and when it writes, and how. */
export interface Plan {
  readonly account: number;
  readonly by: number;
  readonly startsAt: number;
  readonly takes: number;
  readonly how: 'absolute' | 'relative' | 'blind' | 'unwritten' | 'failed';
  /** Whether it refuses when the balance that it read is too low. */
  readonly checks: boolean;
}

export const plans: fc.Arbitrary<readonly Plan[]> = fc.array(
  fc.record({
    account: fc.integer({ min: 1, max: 2 }),
    by: fc.oneof(fc.integer({ min: -20, max: -1 }), fc.integer({ min: 1, max: 20 })),
    startsAt: fc.nat({ max: 60 }),
    takes: fc.integer({ min: 1, max: 15 }),
    how: fc.oneof(
      { weight: 4, arbitrary: fc.constant('absolute' as const) },
      { weight: 3, arbitrary: fc.constant('relative' as const) },
      { weight: 1, arbitrary: fc.constantFrom('blind' as const, 'unwritten' as const) },
      { weight: 1, arbitrary: fc.constant('failed' as const) },
    ),
    checks: fc.boolean(),
  }),
  { maxLength: 40 },
);

interface Row {
  balance: number;
  version: number;
  /** The operations whose effect the balance contains. */
  content: ReadonlySet<number>;
  lowestStored: number;
  trueBalance: number;
  lowestTrue: number;
  violations: number;
}

export interface Truth {
  readonly history: History;
  readonly lost: number;
  readonly violations: number;
  readonly expected: number;
  readonly drift: number;
  readonly lowestTrue: number;
  readonly lowestStored: number;
  readonly overlapping: number;
  /** Committed operations that overlap another committed one. */
  readonly overlappingCommits: number;
}

interface Seen {
  readonly account: Account;
  readonly content: ReadonlySet<number>;
}

/** Runs the plans in the order of their times, and returns what really happened. */
export function play(list: readonly Plan[], balance: number): Truth {
  const rows = new Map([1, 2].map((id) => [id, newRow(balance)]));
  const rowOf = (id: number) => rows.get(id) ?? newRow(0);
  const seen = new Map<number, Seen>();
  const records = new Map<number, OperationRecord>();
  const steps = list.flatMap((plan, index) => [
    { at: plan.startsAt, run: () => seen.set(index, look(plan.account, rowOf(plan.account))) },
    {
      at: plan.startsAt + plan.takes,
      run: () => {
        const outcome = act(plan, index, rowOf(plan.account), seen.get(index));
        records.set(index, recordOf(plan, index, outcome));
      },
    },
  ]);
  for (const { run } of steps.toSorted((a, b) => a.at - b.at)) run();
  const operations = list.flatMap((_, index) => records.get(index) ?? []);
  payUnwritten(operations, rowOf);
  const all = [...rows.values()];
  const sum = (value: (row: Row) => number) => all.reduce((total, row) => total + value(row), 0);
  const committed = operations.filter(({ outcome }) => outcome.kind === 'committed');
  return {
    history: historyOf(operations, balance, rows),
    lost: committed.length - sum(({ content }) => content.size),
    violations: sum((row) => row.violations),
    expected: sum((row) => row.trueBalance),
    drift: sum((row) => row.balance - row.trueBalance),
    lowestTrue: Math.min(...all.map((row) => row.lowestTrue)),
    lowestStored: Math.min(...all.map((row) => row.lowestStored)),
    overlapping: overlappingIn(list),
    overlappingCommits: overlappingIn(
      list.filter((_, index) => records.get(index)?.outcome.kind === 'committed'),
    ),
  };
}

const newRow = (balance: number): Row => ({
  balance,
  version: 0,
  content: new Set(),
  lowestStored: balance,
  trueBalance: balance,
  lowestTrue: balance,
  violations: 0,
});

const look = (id: number, { balance, version, content }: Row): Seen => ({
  account: { id, balance, version },
  content,
});

function act(plan: Plan, index: number, row: Row, seen: Seen | undefined): Outcome {
  if (seen === undefined) throw new Error('An operation acts after it has looked.');
  const { account, by, how, checks } = plan;
  const reads = how === 'blind' ? [] : [seen.account];
  if (how === 'failed') return { kind: 'failed', cause: '40001', message: 'as planned' };
  if (checks && how !== 'blind' && seen.account.balance + by < 0) return { kind: 'refused', reads };
  if (how === 'unwritten') return { kind: 'committed', reads, writes: [] };
  const base = how === 'absolute' ? seen : look(account, row);
  row.balance = base.account.balance + by;
  row.content = new Set([...base.content, index]);
  row.version += 1;
  row.lowestStored = Math.min(row.lowestStored, row.balance);
  pay(row, by);
  const write = { account, version: row.version, basis: base.account.version };
  return { kind: 'committed', reads, writes: [write] };
}

function pay(row: Row, by: number): void {
  row.trueBalance += by;
  row.lowestTrue = Math.min(row.lowestTrue, row.trueBalance);
  if (by < 0 && row.trueBalance < 0) row.violations += 1;
}

/** Applies updates that were reported but not written after all that were written. */
function payUnwritten(operations: readonly OperationRecord[], rowOf: (id: number) => Row): void {
  for (const { outcome, changes } of operations) {
    if (outcome.kind !== 'committed' || outcome.writes?.length !== 0) continue;
    for (const { account, by } of changes) pay(rowOf(account), by);
  }
}

const recordOf = (plan: Plan, index: number, outcome: Outcome): OperationRecord => ({
  worker: index + 1,
  sequence: 1,
  kind: plan.by < 0 ? 'withdraw' : 'deposit',
  changes: [{ account: plan.account, by: plan.by }],
  startedAt: plan.startsAt,
  endedAt: plan.startsAt + plan.takes,
  activeFrom: plan.startsAt,
  activeUntil: plan.startsAt + plan.takes,
  retries: [],
  outcome,
});

const overlappingIn = (list: readonly Plan[]): number =>
  list.filter((one) => list.some((other) => other !== one && overlap(one, other))).length;

const overlap = (one: Plan, other: Plan): boolean =>
  one.account === other.account &&
  one.startsAt < other.startsAt + other.takes &&
  other.startsAt < one.startsAt + one.takes;

const historyOf = (
  operations: readonly OperationRecord[],
  balance: number,
  rows: ReadonlyMap<number, Row>,
): History => ({
  strategy: 'simulated',
  scenario: 'mixed',
  round: 1,
  workers: operations.length,
  processes: 1,
  initial: [...rows.keys()].map((id) => ({ id, balance, version: 0 })),
  limits: [...rows.keys()].map((id) => [id]),
  final: [...rows].map(([id, row]) => ({ id, balance: row.balance, version: row.version })),
  operations,
  durationMs: 75,
  cutShort: false,
});
