import { describe, expect, test } from 'vitest';

import type { Account, Outcome } from '../../src/model.js';
import { OperationLog, plainRecord } from '../../src/race/operation-log.js';
import type { RawRecord } from '../../src/race/raw-record.js';
import { fc } from '../support/fast-check.js';

const number = fc.oneof(fc.nat(), fc.maxSafeInteger());
const moment = fc.double({ noNaN: true, min: 0, max: 1e9 });
const cause = fc.constantFrom('40001', '40P01', 'conflict', 'connection');
const rows: fc.Arbitrary<Account[]> = fc.array(
  fc.record({ id: number, balance: number, version: number }, { noNullPrototype: true }),
  { maxLength: 3 },
);
const writes = fc.array(
  fc.record({ account: number, version: number, basis: number }, { noNullPrototype: true }),
  { maxLength: 3 },
);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .tuple(rows, fc.option(writes))
    .map(([reads, wrote]) => ({ kind: 'committed' as const, reads, writes: wrote })),
  rows.map((reads) => ({ kind: 'refused' as const, reads })),
  rows.map((reads) => ({ kind: 'indeterminate' as const, reads })),
  fc
    .tuple(cause, fc.string())
    .map(([why, message]) => ({ kind: 'failed' as const, cause: why, message })),
);

const record: fc.Arbitrary<RawRecord> = fc.record(
  {
    worker: number,
    sequence: number,
    kind: fc.constantFrom('withdraw', 'deposit', 'transfer'),
    changes: fc.array(
      fc.record({ account: number, by: fc.maxSafeInteger() }, { noNullPrototype: true }),
      { maxLength: 3 },
    ),
    startedAt: moment,
    endedAt: moment,
    activeFrom: moment,
    activeUntil: moment,
    retries: fc.array(cause, { maxLength: 4 }),
    outcome,
    seen: fc.array(fc.record({ account: number, version: number }, { noNullPrototype: true }), {
      maxLength: 2,
    }),
  },
  { noNullPrototype: true },
);

/** Numbers in a block of the log. */
const BLOCK = 2 ** 15;

describe('a log of operations', () => {
  test('returns the added operations in order', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const log = new OperationLog();
        for (const each of records) log.add(each);
        expect(log).toHaveLength(records.length);
        expect(Array.from(log, plainRecord)).toEqual(records);
        expect(records.map((_, index) => log.at(index)?.sequence)).toEqual(
          records.map(({ sequence }) => sequence),
        );
      }),
    );
  });

  test('distinguishes operations that differ in one property', () => {
    const row = { id: 1, balance: 10, version: 0 };
    const write = { account: 1, version: 1, basis: 0 };
    const failed = { kind: 'failed', cause: '40001', message: 'one' } as const;
    const committed = { kind: 'committed', reads: [row], writes: [write] } as const;
    const usual = { ...numbered(1), outcome: committed };
    const others: readonly RawRecord[] = [
      { ...usual, kind: 'deposit' },
      { ...usual, kind: 'transfer' },
      { ...usual, changes: [...usual.changes, { account: 2, by: 1 }] },
      { ...usual, retries: [] },
      { ...usual, retries: ['40P01'] },
      { ...usual, retries: ['40001', '40001'] },
      { ...usual, outcome: { ...committed, reads: [row, row] } },
      { ...usual, outcome: { ...committed, writes: [] } },
      { ...usual, outcome: { ...committed, writes: null } },
      { ...usual, outcome: { kind: 'refused', reads: [row] } },
      { ...usual, outcome: { kind: 'indeterminate', reads: [row] } },
      { ...usual, outcome: failed },
      { ...usual, outcome: { ...failed, cause: '40P01' } },
      { ...usual, outcome: { ...failed, message: 'two' } },
    ];
    const all = [usual, ...others];
    const records = all.flatMap((each) => all.flatMap((next) => [each, next]));
    const log = new OperationLog();
    for (const each of records) log.add(each);
    expect(Array.from(log, plainRecord)).toEqual(records);
  });

  test('returns operations that cross the end of a block, and later ones', () => {
    const log = new OperationLog();
    for (let sequence = 1; sequence <= BLOCK + 1; sequence += 1) log.add(numbered(sequence));
    const across = Math.floor(BLOCK / NUMBERS_EACH);
    for (const index of [across - 1, across, across + 1, BLOCK - 1, BLOCK]) {
      const found = log.at(index);
      expect(found && plainRecord(found)).toEqual(numbered(index + 1));
    }
    expect(log).toHaveLength(BLOCK + 1);
  });

  test('has no operation at other indexes', () => {
    const log = new OperationLog();
    expect([log.at(0), ...log]).toEqual([undefined]);
    log.add(numbered(1));
    expect([-1, 0.5, 1, BLOCK, Number.NaN].map((index) => log.at(index))).toEqual(
      Array(5).fill(undefined),
    );
  });
});

const NUMBERS_EACH = 15;

/** The count of numbers in a usual operation. The size of a block is not a multiple of it. */
const numbered = (sequence: number): RawRecord => ({
  worker: 1,
  sequence,
  kind: 'withdraw',
  changes: [{ account: 1, by: -sequence }],
  startedAt: sequence + 0.1,
  endedAt: sequence + 0.2,
  activeFrom: sequence + 0.3,
  activeUntil: sequence + 0.4,
  retries: ['40001'],
  outcome: {
    kind: 'committed',
    reads: [{ id: 1, balance: 2 * sequence, version: sequence }],
    writes: [{ account: 1, version: sequence + 1, basis: sequence }],
  },
  seen: [],
});
