/** The records that the replicas of a lab write to its schema. */
import type { Session } from '../../database/session.js';
import { clearInterval, nowMs, setInterval, sleep } from '../../own-timers.js';
import { plainRecord } from '../../race/operation-log.js';
import type { RawRecord } from '../../race/raw-record.js';
import {
  RecordBook,
  type AllRecords,
  type RecordStore,
  type RecordsByStrategy,
} from './record-store.js';

/** How often records are written, in milliseconds: after the operations, never within them. */
const EVERY_MS = 500;
const MOST_IN_BATCH = 2_000;
/** How long a report waits for the records of other replicas. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 250;
/**
 * Three years in milliseconds, longer than a machine runs. The times of machines that share no clock are set apart by it,
 * so that none of their operations seem to overlap.
 */
const APART_MS = 1e11;

/** A record, with the strategy that carried the operation out. */
interface StrategyRecord {
  readonly strategy: string;
  readonly record: RawRecord;
}

/** How many replicas have ever joined the lab. */
export async function replicasOf(control: Session): Promise<number> {
  const [row] = await control.query<{ most: number }>(
    'select coalesce(max(id), 1)::integer as most from replica',
  );
  return row?.most ?? 1;
}

/** Reads all records, again and again while they are not complete, for a few seconds. */
export async function readRecords(
  control: Session,
  isComplete: (records: RecordsByStrategy) => boolean,
): Promise<RecordsByStrategy> {
  const until = nowMs() + PATIENCE_MS;
  for (;;) {
    const { byStrategy } = await readOnce(control);
    if (isComplete(byStrategy) || nowMs() > until) return byStrategy;
    await sleep(LOOK_EVERY_MS);
  }
}

async function readOnce(control: Session): Promise<RecordBook> {
  const book = new RecordBook();
  const clocks: string[] = [];
  const batches = await control.query<{ clock: string; records: string }>(
    'select clock, records::text as records from record join replica on replica.id = replica order by replica, batch',
  );
  for (const { clock, records } of batches) {
    if (!clocks.includes(clock)) clocks.push(clock);
    const apart = clocks.indexOf(clock) * APART_MS;
    const batch: readonly StrategyRecord[] = JSON.parse(records);
    for (const { strategy, record } of batch) book.add(strategy, later(record, apart));
  }
  return book;
}

const later = (record: RawRecord, ms: number): RawRecord => ({
  ...record,
  startedAt: record.startedAt + ms,
  endedAt: record.endedAt + ms,
  activeFrom: record.activeFrom + ms,
  activeUntil: record.activeUntil + ms,
});

/** Writes the records of one replica to the schema of the lab, on a timer and at the end. */
export class LabStore implements RecordStore {
  readonly #control: Session;
  readonly #replica: number;
  readonly #timer: NodeJS.Timeout;
  readonly #tell: (text: string) => void;
  #unwritten: StrategyRecord[] = [];
  #count = 0;
  #batch = 0;
  #writing: Promise<void> = Promise.resolve();

  /** @param tell receives that records could not be written */
  constructor(control: Session, replica: number, tell: (text: string) => void) {
    this.#control = control;
    this.#replica = replica;
    this.#tell = tell;
    this.#timer = setInterval(() => {
      this.#write().catch((error: unknown) =>
        this.#tell(`records were not written: ${String(error)}`),
      );
    }, EVERY_MS);
  }

  get length(): number {
    return this.#count;
  }

  add(strategy: string, record: RawRecord): void {
    this.#count += 1;
    this.#unwritten.push({ strategy, record: plainRecord(record) });
  }

  async all(isComplete: (records: RecordsByStrategy) => boolean): Promise<AllRecords> {
    await this.#write();
    const records = await readRecords(this.#control, isComplete);
    return { records, replicas: await replicasOf(this.#control) };
  }

  async clear(): Promise<void> {
    this.#unwritten = [];
    this.#count = 0;
    await this.#control.script('truncate record');
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#control.lost) await this.#write();
  }

  /** Writers take turns, so that batches keep their order. */
  #write(): Promise<void> {
    const written = this.#writing.then(() => this.#writeAll());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #writeAll(): Promise<void> {
    while (this.#unwritten.length > 0) {
      const batch = this.#unwritten.slice(0, MOST_IN_BATCH);
      this.#batch += 1;
      await this.#control.query(
        'insert into record (replica, batch, records) values ($1, $2, $3::text::jsonb)',
        [this.#replica, this.#batch, JSON.stringify(batch)],
      );
      // Only now: what could not be written is tried again.
      this.#unwritten = this.#unwritten.slice(batch.length);
    }
  }
}
