import type { LabDatabase } from '../../database/lab-database.js';
import { SessionLost } from '../../database/session-lost.js';
import { EnvironmentError, LabError } from '../../errors.js';
import type { Strategy } from '../../model.js';
import { monotonicMs } from '../../race/clock.js';
import type { RawRecord } from '../../race/raw-record.js';
import { makeReplica } from '../../replica.js';
import { judgeBank, type BankReport } from './judge.js';
import { RequestError } from '../problem.js';
import { accountsOf, operationOf, type Instruction } from './operation-of.js';
import {
  lacksConstraint,
  noSuchAccount,
  recordsFull,
  serverLost,
  tooManyAccounts,
} from './refusals.js';
import type { RecordStore } from './record-store.js';
import { Rest } from './rest.js';
import { haveAllWriters } from './share.js';
import {
  clearBank,
  openAccount,
  readBank,
  readSome,
  type BankAccount,
  type OpenedAccount,
} from './tables.js';
import type { Tellers } from './tellers.js';

/** Accounts of one bank: a report judges and lists all of them. */
const MOST_ACCOUNTS = 1_000;
/** Records that one process keeps: 130 bytes each, and as much again while a report is made. */
const MOST_RECORDS = 1_000_000;

/** What a bank works with. */
export interface BankOptions {
  readonly database: LabDatabase;
  readonly tellers: Tellers;
  readonly store: RecordStore;
  /** Records of this process until `reset` [1,000,000]. */
  readonly mostRecords?: number | undefined;
}

/** What became of an instruction, and the accounts afterwards. */
export interface Receipt {
  readonly record: RawRecord;
  readonly accounts: readonly BankAccount[];
}

/** Accounts on which every operation is carried out under a named strategy, and recorded. */
export class Bank {
  readonly #options: BankOptions;
  readonly #rest = new Rest();
  readonly #opened = new Map<number, OpenedAccount>();
  #replica = makeReplica();

  constructor(options: BankOptions) {
    this.#options = options;
  }

  /** Whether the database can still be reached. */
  get isUsable(): boolean {
    return !this.#options.database.control.lost;
  }

  /**
   * Opens an account.
   * @param guarded whether the table itself refuses a balance below zero
   * @throws {RequestError} when there are too many
   */
  open(balance: number, guarded: boolean): Promise<BankAccount> {
    return this.#explained(() => this.#open(balance, guarded));
  }

  async #open(balance: number, guarded: boolean): Promise<BankAccount> {
    const { control } = this.#options.database;
    if ((await readBank(control)).length >= MOST_ACCOUNTS) throw tooManyAccounts(MOST_ACCOUNTS);
    const account = await openAccount(control, balance, guarded);
    this.#opened.set(account.id, account);
    return account;
  }

  /** An account as it is now. @throws {RequestError} when there is none */
  async account(id: number): Promise<BankAccount> {
    const { control } = this.#options.database;
    const [found] = await this.#explained(() => readSome(control, [id]));
    if (found === undefined) throw noSuchAccount(id);
    return found;
  }

  /**
   * Carries out one operation, and records it.
   * @throws {RequestError} when an account does not allow it, or no more records fit
   * @throws {StrategyDefect} when the strategy's code is wrong
   */
  perform(instruction: Instruction, strategy: Strategy, thinkMs: number): Promise<Receipt> {
    return this.#explained(() => this.#perform(instruction, strategy, thinkMs));
  }

  async #perform(instruction: Instruction, strategy: Strategy, thinkMs: number): Promise<Receipt> {
    const { store, tellers, mostRecords = MOST_RECORDS } = this.#options;
    await this.#requireAccounts(instruction, strategy);
    if (store.length >= mostRecords) throw recordsFull(mostRecords);
    const operation = operationOf(instruction);
    const record = await this.#rest.duringWork(async () => {
      const approach = { strategy, thinkMs, replica: this.#replica };
      const ended = await tellers.serve(operation, approach).catch((error: unknown) => {
        // What the service turned away never began.
        if (!(error instanceof RequestError))
          store.add(strategy.name, failedRecord(instruction, error));
        throw error;
      });
      store.add(strategy.name, ended);
      return ended;
    });
    return { record, accounts: await this.#present(instruction) };
  }

  async #requireAccounts(instruction: Instruction, strategy: Strategy): Promise<void> {
    for (const id of accountsOf(instruction)) {
      const account = this.#opened.get(id) ?? (await this.account(id));
      this.#opened.set(id, account);
      if (strategy.sql !== undefined && !account.guarded) throw lacksConstraint(strategy, id);
    }
  }

  /** @throws {RequestError} when another replica has removed an account */
  async #present(instruction: Instruction): Promise<readonly BankAccount[]> {
    const { control } = this.#options.database;
    const ids = accountsOf(instruction);
    const accounts = await readSome(control, ids);
    const gone = ids.find((id) => !accounts.some((account) => account.id === id));
    if (gone === undefined) return accounts;
    this.#opened.delete(gone);
    throw noSuchAccount(gone);
  }

  /** Judges everything so far. Operations that come meanwhile wait until the accounts are read. */
  report(): Promise<BankReport> {
    return this.#explained(() => this.#report());
  }

  async #report(): Promise<BankReport> {
    const { database, store, tellers } = this.#options;
    const { control } = database;
    const accounts = await this.#rest.whenQuiet(() => readBank(control));
    const isSettled = await database.endLostSessions().catch(() => false);
    const all = await store.all((records) => haveAllWriters(accounts, records));
    return judgeBank({ accounts, ...all, workersEach: tellers.most, isSettled });
  }

  /** Removes all accounts and records. */
  reset(): Promise<void> {
    const { database, store } = this.#options;
    return this.#explained(() =>
      this.#rest.whenQuiet(async () => {
        await clearBank(database.control);
        await store.clear();
        this.#opened.clear();
        this.#replica = makeReplica();
      }),
    );
  }

  /** Errors of the bank's own statements say what is wrong with the server. */
  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const explained = (await this.#options.database.explain(error)) ?? error;
      const isLost = explained instanceof EnvironmentError && explained.code === 'SERVER_LOST';
      throw isLost && !this.isUsable ? serverLost(explained.message) : explained;
    }
  }

  /** Keeps what is recorded so far, if the store outlives the process. */
  async close(): Promise<void> {
    await this.#options.store.close();
  }
}

/** The record of an operation whose strategy threw, returned or left behind what it must not. */
function failedRecord(instruction: Instruction, error: unknown): RawRecord {
  const operation = operationOf(instruction);
  const now = monotonicMs();
  const message = error instanceof LabError ? error.message : String(error);
  const cause = error instanceof SessionLost ? 'connection' : 'strategy defect';
  return {
    worker: 0,
    sequence: 0,
    kind: operation.kind,
    changes: operation.changes,
    startedAt: now,
    endedAt: now,
    activeFrom: now,
    activeUntil: now,
    retries: [],
    outcome: { kind: 'failed', cause, message },
    seen: [],
  };
}
