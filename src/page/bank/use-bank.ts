/** The bank of the service: its report, and the requests that change it. */
import { useEffect, useState } from 'preact/hooks';

import { messageOf, request, type Account, type BankReport, type Burst } from '../service.js';
import type { DoneOperation } from './last-operations.js';

/** An operation on an account, once or several times at once. */
export interface Order {
  readonly account: number;
  readonly kind: 'withdraw' | 'deposit';
  readonly count: number;
  readonly amount: string;
  readonly strategy: string;
  readonly think: string;
}

/** What the view shows of the bank, and what it can ask for. */
interface BankCalls {
  /** Null: it has not been read yet. */
  readonly report: BankReport | null;
  /** The last operations of this page, the newest first. */
  readonly operations: readonly DoneOperation[];
  readonly trouble: string | null;
  /** Whether an answer is awaited. */
  readonly isBusy: boolean;
  /** @returns the number of the account; null: there is trouble */
  readonly open: (balance: number) => Promise<number | null>;
  readonly operate: (order: Order) => Promise<unknown>;
  /** Reads the report again: other clients may have done something. */
  readonly refresh: () => Promise<unknown>;
  /** Removes all accounts. */
  readonly reset: () => Promise<unknown>;
}

/** Operations that the list keeps. */
const MOST_LISTED = 20;

/** Reads the report of the bank, and again after each request. */
export function useBank(): BankCalls {
  const [report, setReport] = useState<BankReport | null>(null);
  const [operations, setOperations] = useState<readonly DoneOperation[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const readReport = async () => setReport(await request<BankReport>('GET', '/report'));
  /** @returns null: it went wrong, which the view says */
  const judgedAfter = async <T>(work: () => Promise<T>): Promise<T | null> => {
    setTrouble(null);
    setIsBusy(true);
    try {
      const result = await work();
      await readReport();
      return result;
    } catch (error) {
      setTrouble(messageOf(error));
      await readReport().catch(() => undefined);
      return null;
    } finally {
      setIsBusy(false);
    }
  };
  const refresh = () => judgedAfter(async () => {});
  useEffect(() => {
    void refresh();
  }, []);
  const add = (done: DoneOperation) =>
    setOperations((known) => [done, ...known].slice(0, MOST_LISTED));
  return {
    report,
    operations,
    trouble,
    isBusy,
    open: (balance) =>
      judgedAfter(async () => {
        const { id } = await request<Account>('POST', '/accounts', { body: { balance } });
        return id;
      }),
    refresh,
    operate: (order) => judgedAfter(() => sendBurst(order, add)),
    reset: () =>
      judgedAfter(async () => {
        await request('POST', '/reset');
        setOperations([]);
      }),
  };
}

/** Carries out an order. @param add receives what became of it, also when it is refused */
async function sendBurst(order: Order, add: (done: DoneOperation) => void): Promise<void> {
  const { account, kind, count, amount, strategy, think } = order;
  const body = { kind, count, amount: Number(amount), strategy, think: Number(think) };
  const times = count === 1 ? '' : `${count} times at once, `;
  const name = `account ${account}: ${times}${kind} ${amount}, ${strategy}`;
  try {
    const done = await request<Burst>('POST', `/accounts/${account}/bursts`, { body });
    add({ name, result: burstText(done), isGood: done.failed === 0 && done.refused === 0 });
  } catch (error) {
    add({ name, result: messageOf(error), isGood: false });
    throw error;
  }
}

function burstText(burst: Burst): string {
  const { committed, refused, failed, retries, balance, milliseconds } = burst;
  const parts = Object.entries({ committed, refused, failed, retries })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`);
  return `${parts.join(', ')} in ${Math.round(milliseconds)} ms; balance ${balance}`;
}
