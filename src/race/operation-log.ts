import type { Change, Operations, Outcome, OperationRecord } from '../model.js';
import type { RawRecord, ObservedWrite } from './raw-record.js';

/** A growing list of numbers, stored in blocks, so that growing copies nothing. */
class Tape {
  readonly #newBlock: () => Float64Array | Uint32Array;
  readonly #blocks: (Float64Array | Uint32Array)[] = [];
  #length = 0;

  /** @param newBlock allocates an array for {@link BLOCK} numbers */
  constructor(newBlock: () => Float64Array | Uint32Array) {
    this.#newBlock = newBlock;
  }

  get length(): number {
    return this.#length;
  }

  push(...values: readonly number[]): void {
    for (const value of values) {
      const place = this.#length & IN_BLOCK;
      if (place === 0) this.#blocks.push(this.#newBlock());
      const block = this.#blocks.at(-1);
      if (block) block[place] = value;
      this.#length += 1;
    }
  }

  at(index: number): number {
    return this.#blocks[index >>> BLOCK_BITS]?.[index & IN_BLOCK] ?? Number.NaN;
  }
}

const BLOCK_BITS = 15;
const BLOCK = 2 ** BLOCK_BITS;
const IN_BLOCK = BLOCK - 1;

/** What many operations have in common: everything that is not a number, and the counts of numbers. */
interface Shape extends Pick<OperationRecord, 'kind' | 'retries'> {
  readonly end: Outcome['kind'];
  readonly cause: string;
  readonly message: string;
  readonly changes: number;
  readonly reads: number;
  /** Null when the strategy did not say. */
  readonly writes: number | null;
}

/** The offsets in the numbers of an operation. */
const WORKER = 1;
const SEQUENCE = 2;
const STARTED_AT = 3;
const ENDED_AT = 4;
const ACTIVE_FROM = 5;
const ACTIVE_UNTIL = 6;
const CHANGES = 7;

const PER_CHANGE = 2;
/** Numbers for each row that was read, and for each that was written. */
const PER_ROW = 3;
const NONE: readonly never[] = [];

/**
 * Records of operations, stored as numbers: about 130 bytes for an operation that read and wrote one row,
 * while objects take 640. Everything else, such as the causes of its retries, is stored once for all operations
 * that share it.
 */
export class OperationLog implements Operations<RawRecord> {
  readonly #tape = new Tape(() => new Float64Array(BLOCK));
  /** The position on the tape at which each operation begins. */
  readonly #starts = new Tape(() => new Uint32Array(BLOCK));
  readonly #shapes: Shape[] = [];
  readonly #codes = new Map<string, number>();
  readonly #seen = new Map<number, readonly ObservedWrite[]>();

  get length(): number {
    return this.#starts.length;
  }

  add(record: RawRecord): void {
    const { worker, sequence, startedAt, endedAt, activeFrom, activeUntil, seen } = record;
    if (seen.length > 0) this.#seen.set(this.length, seen);
    this.#starts.push(this.#tape.length);
    this.#tape.push(this.#codeOf(shapeOf(record)));
    this.#tape.push(worker, sequence, startedAt, endedAt, activeFrom, activeUntil);
    for (const { account, by } of record.changes) this.#tape.push(account, by);
    const { outcome } = record;
    const reads = 'reads' in outcome ? outcome.reads : NONE;
    for (const { id, balance, version } of reads) this.#tape.push(id, balance, version);
    const writes = outcome.kind === 'committed' ? (outcome.writes ?? NONE) : NONE;
    for (const { account, version, basis } of writes) this.#tape.push(account, version, basis);
  }

  at(index: number): RawRecord | undefined {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) return undefined;
    const start = this.#starts.at(index);
    const shape = this.#shapes[this.#tape.at(start)];
    if (shape === undefined) return undefined;
    return new LoggedOperation(this.#tape, start, shape, this.#seen.get(index) ?? NONE);
  }

  *[Symbol.iterator](): Iterator<RawRecord> {
    for (let index = 0; index < this.length; index += 1) {
      const record = this.at(index);
      if (record) yield record;
    }
  }

  #codeOf(shape: Shape): number {
    const { kind, end, changes, reads, writes, retries, cause, message } = shape;
    const key = [kind, end, changes, reads, writes, retries.join(), cause, message].join('\n');
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    this.#codes.set(key, this.#shapes.length);
    return this.#shapes.push(shape) - 1;
  }
}

function shapeOf({ kind, retries, changes, outcome }: RawRecord): Shape {
  const failed = outcome.kind === 'failed';
  return {
    kind,
    retries,
    end: outcome.kind,
    cause: failed ? outcome.cause : '',
    message: failed ? outcome.message : '',
    changes: changes.length,
    reads: 'reads' in outcome ? outcome.reads.length : 0,
    writes: outcome.kind === 'committed' ? (outcome.writes?.length ?? null) : 0,
  };
}

/** An operation on the tape. */
class LoggedOperation implements RawRecord {
  readonly seen: readonly ObservedWrite[];
  readonly #tape: Tape;
  readonly #start: number;
  readonly #shape: Shape;

  constructor(tape: Tape, start: number, shape: Shape, seen: readonly ObservedWrite[]) {
    this.#tape = tape;
    this.#start = start;
    this.#shape = shape;
    this.seen = seen;
  }

  get kind(): OperationRecord['kind'] {
    return this.#shape.kind;
  }

  get retries(): OperationRecord['retries'] {
    return this.#shape.retries;
  }

  get worker(): number {
    return this.#tape.at(this.#start + WORKER);
  }

  get sequence(): number {
    return this.#tape.at(this.#start + SEQUENCE);
  }

  get startedAt(): number {
    return this.#tape.at(this.#start + STARTED_AT);
  }

  get endedAt(): number {
    return this.#tape.at(this.#start + ENDED_AT);
  }

  get activeFrom(): number {
    return this.#tape.at(this.#start + ACTIVE_FROM);
  }

  get activeUntil(): number {
    return this.#tape.at(this.#start + ACTIVE_UNTIL);
  }

  get changes(): readonly Change[] {
    return this.#each(this.#start + CHANGES, this.#shape.changes, PER_CHANGE, (at) => ({
      account: this.#tape.at(at),
      by: this.#tape.at(at + 1),
    }));
  }

  get outcome(): Outcome {
    const { end: kind, cause, message } = this.#shape;
    switch (kind) {
      case 'committed':
        return { kind, reads: this.#reads, writes: this.#writes };
      case 'failed':
        return { kind, cause, message };
      default:
        return { kind, reads: this.#reads };
    }
  }

  get #reads() {
    return this.#each(this.#afterChanges, this.#shape.reads, PER_ROW, (at) => ({
      id: this.#tape.at(at),
      balance: this.#tape.at(at + 1),
      version: this.#tape.at(at + 2),
    }));
  }

  get #writes() {
    const { reads, writes } = this.#shape;
    if (writes === null) return null;
    return this.#each(this.#afterChanges + reads * PER_ROW, writes, PER_ROW, (at) => ({
      account: this.#tape.at(at),
      version: this.#tape.at(at + 1),
      basis: this.#tape.at(at + 2),
    }));
  }

  get #afterChanges(): number {
    return this.#start + CHANGES + this.#shape.changes * PER_CHANGE;
  }

  #each<T>(from: number, count: number, width: number, make: (at: number) => T): readonly T[] {
    const made: T[] = [];
    for (let index = 0; index < count; index += 1) made.push(make(from + index * width));
    return made;
  }
}

/** An operation as plain data, which can be sent to another process. */
export function plainRecord(record: RawRecord): RawRecord {
  const { worker, sequence, kind, changes, retries, outcome, seen } = record;
  const { startedAt, endedAt, activeFrom, activeUntil } = record;
  const times = { startedAt, endedAt, activeFrom, activeUntil };
  return { worker, sequence, kind, changes, ...times, retries, outcome, seen };
}
