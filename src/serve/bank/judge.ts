/** The bank's accounts and records → what a report says of each. Pure: no database, no clock. */
import { latencyOf } from '../../judge/account/latency.js';
import { judgeRounds } from '../../judge/account/race.js';
import { countOutcomes } from '../../judge/account/tally.js';
import type {
  Figures,
  History,
  Operations,
  StrategyResult,
  Verdict,
  Witness,
} from '../../model.js';
import type { RawRecord } from '../../race/raw-record.js';
import { settle } from '../../race/settle.js';
import { option, spelled } from '../../text/option.js';
import { listed } from '../../text/words.js';
import type { AllRecords } from './record-store.js';
import { shareOut, type AccountShare } from './share.js';
import type { BankAccount } from './tables.js';

/** What one strategy did on an account. Which of them lost an update is a fact about the account. */
export interface StrategyShare extends Pick<Figures, 'retries' | 'failures' | 'latencyMs'> {
  readonly strategy: string;
  readonly operations: Omit<Figures['operations'], 'overlapping'>;
}

/** One account, judged with the same counts as a race of it alone. */
export interface AccountVerdict extends Omit<
  Figures,
  'lowestTrueBalance' | 'lowestStoredBalance' | 'cutShort' | 'conflicts'
> {
  readonly account: number;
  readonly guarded: boolean;
  readonly retriesByCause: Figures['conflicts'];
  readonly witness: Pick<Witness, 'kind' | 'sentences'> | null;
  readonly strategies: readonly StrategyShare[];
}

/** What all operations of a bank amount to. */
export interface BankReport {
  readonly schemaVersion: 1;
  /** Broken if any account is; held if all that were used are. */
  readonly verdict: Verdict;
  /** The processes that carried out the operations. */
  readonly replicas: number;
  readonly totals: {
    readonly initialBalance: number;
    readonly finalBalance: number;
    readonly drift: number | null;
    readonly lostUpdates: number | null;
    readonly violations: number | null;
  };
  readonly accounts: readonly AccountVerdict[];
}

/** What there is to judge. */
export interface Evidence extends AllRecords {
  /** Their state at one moment, at which every operation that is in it has a record. */
  readonly accounts: readonly BankAccount[];
  /** The most workers that one process has. */
  readonly workersEach: number;
  /** Whether lost sessions are gone, so that nothing can still commit. */
  readonly isSettled: boolean;
}

/** Judges each account alone, and adds up the figures. */
export function judgeBank(evidence: Evidence): BankReport {
  const { accounts, records, replicas } = evidence;
  const judged = shareOut(accounts, records).map((share) => judgeAccount(share, evidence));
  const total = (figure: (account: AccountVerdict) => number | null): number | null =>
    judged.reduce<number | null>((sum, account) => {
      const value = figure(account);
      return sum === null || value === null ? null : sum + value;
    }, 0);
  return {
    schemaVersion: 1,
    verdict: verdictOn(judged),
    replicas,
    totals: {
      initialBalance: total(({ initialBalance }) => initialBalance) ?? 0,
      finalBalance: total(({ finalBalance }) => finalBalance) ?? 0,
      drift: total(({ drift }) => drift),
      lostUpdates: total(({ lostUpdates }) => lostUpdates),
      violations: total(({ violations }) => violations),
    },
    accounts: judged,
  };
}

function verdictOn(accounts: readonly AccountVerdict[]): Verdict {
  const used = accounts.filter(({ operations }) => operations.attempted > 0);
  if (used.some(({ verdict }) => verdict === 'broken')) return 'broken';
  const held = used.filter(({ verdict }) => verdict === 'held');
  return used.length > 0 && held.length === used.length ? 'held' : 'inconclusive';
}

function judgeAccount(share: AccountShare, evidence: Evidence): AccountVerdict {
  const { account, byStrategy } = share;
  const result = judgeRounds([historyOf(share, evidence)]);
  const { witness, conflicts, operations, reason } = result;
  return {
    account: account.id,
    guarded: account.guarded,
    ...figuresOf(result),
    operations,
    reason: spelled(reasonFor(result) ?? reason, 'options'),
    retriesByCause: conflicts,
    witness: witness === null ? null : { kind: witness.kind, sentences: witness.sentences },
    strategies: [...byStrategy].map(([strategy, records]) => {
      const { counts, retries, failures } = countOutcomes(records);
      return { strategy, operations: counts, retries, failures, latencyMs: latencyOf(records) };
    }),
  };
}

/** What a race of workers would put in other words; null: the same. */
function reasonFor({ operations, verdict }: StrategyResult): string | null {
  if (operations.attempted === 0) return UNUSED;
  const isUntested = verdict === 'inconclusive' && operations.overlapping === 0;
  return isUntested && operations.committed > 0 ? UNTESTED : null;
}

const UNUSED = 'No operation has ended on this account, so there is nothing to judge.';

const UNTESTED =
  `No two operations overlapped on this account, so nothing was tested: send several at once, or widen the window with ` +
  `${option('think')}.`;

/** The figures of a race that mean something for an account of the bank. */
const figuresOf = (result: StrategyResult) => ({
  initialBalance: result.initialBalance,
  finalBalance: result.finalBalance,
  expectedBalance: result.expectedBalance,
  drift: result.drift,
  lostUpdates: result.lostUpdates,
  violations: result.violations,
  estimated: result.estimated,
  retries: result.retries,
  retriedOperations: result.retriedOperations,
  failures: result.failures,
  durationMs: result.durationMs,
  throughput: result.throughput,
  latencyMs: result.latencyMs,
  verdict: result.verdict,
});

/** An account's share as a race of that account alone. */
function historyOf({ account, all, byStrategy }: AccountShare, evidence: Evidence): History {
  const { id, initial, balance, version } = account;
  const before = [{ id, balance: initial, version: 0 }];
  const after = [{ id, balance, version }];
  const { replicas, workersEach, isSettled } = evidence;
  return {
    strategy: listed([...byStrategy.keys()]),
    scenario: 'bank',
    round: 1,
    workers: replicas * workersEach,
    processes: replicas,
    initial: before,
    limits: [[id]],
    final: after,
    operations: isSettled ? settle(all, before, after) : all,
    durationMs: durationOf(all),
    cutShort: false,
  };
}

function durationOf(records: Operations<RawRecord>): number {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { startedAt, endedAt } of records) {
    first = Math.min(first, startedAt);
    last = Math.max(last, endedAt);
  }
  return Math.max(0, last - first);
}
