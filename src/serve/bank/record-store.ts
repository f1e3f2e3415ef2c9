/** What the bank records of its operations. */
import type { Operations } from '../../model.js';
import { OperationLog } from '../../race/operation-log.js';
import type { RawRecord } from '../../race/raw-record.js';

/** The records of one bank, by the strategy that carried the operations out. */
export type RecordsByStrategy = ReadonlyMap<string, Operations<RawRecord>>;

/** Records in memory, by strategy. */
export class RecordBook {
  readonly #logs = new Map<string, OperationLog>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get byStrategy(): RecordsByStrategy {
    return this.#logs;
  }

  add(strategy: string, record: RawRecord): void {
    let log = this.#logs.get(strategy);
    if (log === undefined) this.#logs.set(strategy, (log = new OperationLog()));
    log.add(record);
    this.#length += 1;
  }
}

/** Where records are kept until they are judged. */
export interface RecordStore {
  /** How many records this process has made since the last clearing. */
  readonly length: number;
  add(strategy: string, record: RawRecord): void;
  /**
   * All records so far, those of other replicas included.
   * @param isComplete whether the records are enough; while they are not, it waits for those of the replicas
   */
  all(isComplete: (records: RecordsByStrategy) => boolean): Promise<AllRecords>;
  /** Forgets everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What a report is made of. */
export interface AllRecords {
  readonly records: RecordsByStrategy;
  /** How many processes the operations were spread over. */
  readonly replicas: number;
}

/** The store of a bank with a single process. */
export class MemoryStore implements RecordStore {
  #book = new RecordBook();

  get length(): number {
    return this.#book.length;
  }

  add(strategy: string, record: RawRecord): void {
    this.#book.add(strategy, record);
  }

  async all(): Promise<AllRecords> {
    return { records: this.#book.byStrategy, replicas: 1 };
  }

  async clear(): Promise<void> {
    this.#book = new RecordBook();
  }

  close(): Promise<void> {
    return this.clear();
  }
}
