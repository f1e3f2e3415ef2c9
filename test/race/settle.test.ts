import { describe, expect, test } from 'vitest';

import type { AccountState, Outcome } from '../../src/model.js';
import { OperationLog } from '../../src/race/operation-log.js';
import { settle } from '../../src/race/settle.js';
import type { RawRecord } from '../../src/race/raw-record.js';

/** Account 1 at the given version. */
const at = (version: number): AccountState[] => [{ id: 1, balance: 0, version }];
const start = at(0);

function record(worker: number, outcome: Outcome, seen: readonly number[] = []): RawRecord {
  return {
    worker,
    sequence: 1,
    kind: 'withdraw',
    changes: [{ account: 1, by: -10 }],
    startedAt: 0,
    endedAt: 1,
    activeFrom: 0,
    activeUntil: 1,
    retries: [],
    outcome,
    seen: seen.map((version) => ({ account: 1, version })),
  };
}

/** A confirmed commit of one version. */
const wrote = (worker: number, version: number) =>
  record(worker, {
    kind: 'committed',
    reads: [],
    writes: [{ account: 1, version, basis: version - 1 }],
  });

/** A commit without a reply. It had read one version, and its updates had returned others. */
const unsure = (worker: number, read: number | null, seen: readonly number[]) =>
  record(
    worker,
    {
      kind: 'indeterminate',
      reads: read === null ? [] : [{ id: 1, balance: 0, version: read }],
    },
    seen,
  );

const kinds = (records: readonly RawRecord[], final: AccountState[]) =>
  [...settle(records, start, final)].map(({ outcome }) => outcome.kind);

describe('a commit without a reply', () => {
  test('is settled in an OperationLog as in an array', () => {
    const log = new OperationLog();
    for (const each of [wrote(1, 1), unsure(2, 1, [2])]) log.add(each);
    const list = [...settle([wrote(1, 1), unsure(2, 1, [2])], start, at(2))];
    expect(settle(log, start, at(2)).at(1)).toEqual(list[1]);
    expect(settle(log, start, at(1)).at(1)?.outcome.kind).toBe('failed');
  });

  test('committed when its version exists and no other operation wrote it', () => {
    const settled = settle([wrote(1, 1), unsure(2, 1, [2])], start, at(2));
    expect(settled.at(1)?.outcome).toEqual({
      kind: 'committed',
      reads: [{ id: 1, balance: 0, version: 1 }],
      writes: [{ account: 1, version: 2, basis: 1 }],
    });
  });

  test('committed for a strategy that reads nothing, too', () => {
    expect(kinds([unsure(1, null, [1])], at(1))).toEqual(['committed']);
  });

  test('did not commit when the account never reached its version', () => {
    expect(kinds([wrote(1, 1), unsure(2, 1, [2])], at(1))).toEqual(['committed', 'failed']);
  });

  test('stays indeterminate when others do not say what they wrote', () => {
    const silent = record(1, { kind: 'committed', reads: [], writes: null });
    expect(kinds([silent, unsure(2, 0, [1])], at(2))).toEqual(['committed', 'indeterminate']);
    expect(kinds([wrote(1, 2), unsure(2, 0, [1])], at(2))).toEqual(['committed', 'committed']);
  });

  test('did not commit when another operation wrote its version', () => {
    expect(kinds([unsure(2, 0, [1]), wrote(1, 1)], at(1))).toEqual(['failed', 'committed']);
  });

  test('did not commit when others wrote every version, even if it saw none', () => {
    expect(kinds([wrote(1, 1), unsure(2, 0, [])], at(1))).toEqual(['committed', 'failed']);
  });

  test('stays indeterminate when it saw no version and no operation claims one', () => {
    expect(kinds([wrote(1, 1), unsure(2, 0, [])], at(2))).toEqual(['committed', 'indeterminate']);
  });

  test('stays indeterminate when two may have written the same version', () => {
    const both = [unsure(1, 0, [1]), unsure(2, 0, [1])];
    expect(kinds(both, at(1))).toEqual(['indeterminate', 'indeterminate']);
  });

  test('stays indeterminate when another one that saw nothing may have written it', () => {
    const both = [unsure(1, 0, [1]), unsure(2, 0, [])];
    expect(kinds(both, at(1))).toEqual(['indeterminate', 'indeterminate']);
  });

  test('stays indeterminate when its basis depends on how it wrote', () => {
    expect(kinds([wrote(1, 1), unsure(2, 0, [2])], at(2))).toEqual(['committed', 'indeterminate']);
  });
});

describe('a transfer without a reply', () => {
  const both = (version: number): AccountState[] =>
    [1, 2].map((id) => ({ id, balance: 0, version }));
  const moved = (seen: RawRecord['seen']): RawRecord => ({
    ...record(1, { kind: 'indeterminate', reads: [] }),
    kind: 'transfer',
    changes: [
      { account: 1, by: -10 },
      { account: 2, by: 10 },
    ],
    seen,
  });
  const settled = (seen: RawRecord['seen'], final: AccountState[]) =>
    settle([moved(seen)], both(0), final).at(0)?.outcome;

  test('committed when both of its versions exist', () => {
    const seen = [
      { account: 1, version: 1 },
      { account: 2, version: 1 },
    ];
    expect(settled(seen, both(1))).toMatchObject({ kind: 'committed', writes: [{}, {}] });
  });

  test('did not commit when one of them does not exist', () => {
    const seen = [
      { account: 1, version: 1 },
      { account: 2, version: 2 },
    ];
    expect(settled(seen, both(1))?.kind).toBe('failed');
  });

  test('stays indeterminate when it saw only one of them', () => {
    expect(settled([{ account: 1, version: 1 }], both(1))?.kind).toBe('indeterminate');
  });
});

test('records with a known outcome stay unchanged', () => {
  const sure = [wrote(1, 1), record(2, { kind: 'refused', reads: [] })];
  expect(settle(sure, start, at(1))).toEqual(sure);
});
