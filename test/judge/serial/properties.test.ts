import { describe, expect, test } from 'vitest';

import { changesBetween } from '../../../src/judge/serial/changes.js';
import type { CaseEnd, SerialRun, TableEnd } from '../../../src/judge/serial/end.js';
import { fc } from '../../support/fast-check.js';
import { end, judgeOf, learn, reference, returned, shape } from './ends.js';

const order = shape('order', 'id* buyer parent', [reference(2, 'order')]);
const line = shape('line', 'id* order amount', [reference(1, 'order')]);
const note = shape('note', 'text');

/** Rows as they are, apart from the numbers that sequences give. */
interface World {
  /** The parent is another order, by position. */
  readonly orders: readonly { readonly buyer: string; readonly parent: number | null }[];
  readonly lines: readonly { readonly order: number; readonly amount: number }[];
  readonly notes: readonly string[];
}

const position = fc.nat({ max: 5 });
const worlds: fc.Arbitrary<World> = fc.record({
  orders: fc.array(fc.record({ buyer: fc.constantFrom('a', 'b'), parent: fc.option(position) }), {
    minLength: 1,
    maxLength: 6,
  }),
  lines: fc.array(fc.record({ order: position, amount: fc.nat({ max: 2 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  notes: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }),
});

/** The end with this world's rows. Orders are numbered from one number, lines from another. */
function endOf({ orders, lines, notes }: World, orderBase: number, lineBase: number): CaseEnd {
  const idOf = (index: number) => String(orderBase + (index % orders.length));
  const tables: TableEnd[] = [
    {
      shape: order,
      rows: orders.map(({ buyer, parent }, index) => [
        idOf(index),
        buyer,
        parent === null ? null : idOf(parent),
      ]),
    },
    {
      shape: line,
      rows: lines.map(({ order: of, amount }, index) => [
        String(lineBase + index),
        idOf(of),
        String(amount),
      ]),
    },
    { shape: note, rows: notes.map((text) => [text]) },
  ];
  return end([returned({ order: orderBase, lines: lines.length })], tables);
}

const runOf = (world: World): SerialRun => ({
  order: [1],
  first: endOf(world, 1, 1),
  // Each sequence has a range of its own.
  second: endOf(world, 1001, 2001),
});

const shuffled = <Item>(items: readonly Item[]): fc.Arbitrary<Item[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });

/** The same end with other rows in its tables. */
const withRows = ({ endings, tables }: CaseEnd, rows: readonly TableEnd['rows'][]): CaseEnd =>
  end(
    endings,
    tables.map((table, index) => ({ shape: table.shape, rows: rows[index] ?? [] })),
  );

/** The same end with the rows of each table in another order. */
const withRowsShuffled = (of: CaseEnd): fc.Arbitrary<CaseEnd> =>
  fc.tuple(...of.tables.map(({ rows }) => shuffled(rows))).map((rows) => withRows(of, rows));

describe('a serial order', () => {
  test('equals itself with other numbers and with rows in any order', () => {
    const examples = worlds.chain((world) =>
      fc.record({
        world: fc.constant(world),
        other: fc
          .tuple(fc.integer({ min: 2000, max: 9000 }), fc.integer({ min: 2000, max: 9000 }))
          .chain(([orders, lines]) => withRowsShuffled(endOf(world, orders, lines))),
      }),
    );
    fc.assert(
      fc.property(examples, ({ world, other }) => {
        const { judge, verdictOn } = judgeOf([runOf(world)]);
        expect(judge.knowledge.unequal).toEqual([]);
        expect(verdictOn(other)).toBe('held');
      }),
    );
  });

  test('differs from itself without one of its rows, or with one twice', () => {
    const examples = worlds.chain((world) =>
      fc.record({ world: fc.constant(world), table: fc.nat({ max: 2 }), row: fc.nat({ max: 5 }) }),
    );
    fc.assert(
      fc.property(examples, ({ world, table, row }) => {
        const other = endOf(world, 5001, 7001);
        const rows = other.tables[table]?.rows ?? [];
        fc.pre(rows.length > 0);
        const changed = (changedRows: TableEnd['rows']) =>
          withRows(
            other,
            other.tables.map((of, index) => (index === table ? changedRows : of.rows)),
          );
        const { verdictOn } = judgeOf([runOf(world)]);
        const lost = row % rows.length;
        expect(verdictOn(changed(rows.filter((_row, index) => index !== lost)))).toBe('broken');
        expect(verdictOn(changed([...rows, ...rows.slice(lost, lost + 1)]))).toBe('broken');
      }),
    );
  });

  test('differs from itself when one value that is compared is another one', () => {
    const examples = fc.record({ world: worlds, row: fc.nat({ max: 5 }) });
    fc.assert(
      fc.property(examples, ({ world, row }) => {
        const { verdictOn } = judgeOf([runOf(world)]);
        const lines = world.lines.map((of, index) =>
          index === row % world.lines.length ? { ...of, amount: of.amount + 1 } : of,
        );
        expect(verdictOn(endOf({ ...world, lines }, 5001, 7001))).toBe('broken');
      }),
    );
  });

  test('has one outcome for two orders that end the same', () => {
    fc.assert(
      fc.property(worlds, worlds, (one, other) => {
        const again: SerialRun = { ...runOf(one), first: endOf(one, 301, 401) };
        expect(learn([runOf(one), again]).outcomes).toHaveLength(1);
        const both = learn([runOf(one), runOf({ ...other, notes: [...one.notes, 'z'] })]);
        expect(both.outcomes).toHaveLength(2);
      }),
    );
  });
});

/** Applies changes to the rows of a table with a key. */
function applied(before: TableEnd, changes: ReturnType<typeof changesBetween>) {
  const rows = new Map(before.rows.map((row) => [row[0] ?? '', [...row]]));
  for (const { kind, key, columns } of changes) {
    const name = key[0] ?? '';
    if (kind === 'deleted') rows.delete(name);
    const row = rows.get(name) ?? before.shape.columns.map(() => null);
    if (kind !== 'deleted') rows.set(name, row);
    for (const { name: column, after } of columns) {
      row[before.shape.columns.indexOf(column)] = after;
    }
  }
  return [...rows.values()];
}

const byId = (rows: TableEnd['rows']) =>
  rows.toSorted(([one], [other]) => Number(one) - Number(other));

test('changes lead from the rows before to the rows after, whatever the order of the rows', () => {
  const keyed = shape('keyed', 'id* a b');
  const rows = fc.uniqueArray(
    fc.tuple(
      fc.nat({ max: 12 }).map(String),
      fc.constantFrom('x', 'y', null),
      fc.constantFrom('x', 'y', null),
    ),
    { selector: ([id]) => id, maxLength: 6 },
  );
  const examples = fc
    .tuple(rows, rows)
    .chain(([before, after]) =>
      fc.tuple(fc.constant(before), fc.constant(after), shuffled(before), shuffled(after)),
    );
  fc.assert(
    fc.property(examples, ([before, after, beforeShuffled, afterShuffled]) => {
      const of = (all: TableEnd['rows']) => ({ shape: keyed, rows: all });
      const changes = changesBetween([of(before)], [of(after)]);
      expect(byId(applied(of(before), changes))).toEqual(byId(after));
      expect(changesBetween([of(beforeShuffled)], [of(afterShuffled)])).toEqual(changes);
      const ids = changes.map(({ key }) => Number(key[0]));
      expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    }),
  );
});
