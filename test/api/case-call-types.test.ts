import pg from 'pg';
import { expect, expectTypeOf, test } from 'vitest';

import {
  assertHeld,
  explore,
  race,
  replay,
  type AnyReport,
  type Case,
  type CaseChoice,
  type CaseExploreReport,
  type CaseLoadReport,
  type CaseReplayReport,
  type ExploreReport,
  type FreeRaceReport,
  type ReplayReport,
  type Report,
} from '../../src/index.js';
import { lastCopy } from './own-cases.js';

/** Calls for their types only. Nothing runs. */
const calls = [
  () => {
    expectTypeOf(explore(lastCopy)).resolves.toEqualTypeOf<CaseExploreReport>();
    expectTypeOf(explore('./a.race.ts')).resolves.toEqualTypeOf<CaseExploreReport>();
    expectTypeOf(explore([lastCopy, './b.race.ts'])).resolves.toEqualTypeOf<CaseExploreReport>();
    expectTypeOf(explore()).resolves.toEqualTypeOf<ExploreReport>();
    expectTypeOf(explore({ strategy: 'naive' })).resolves.toEqualTypeOf<ExploreReport>();
    const replayed = replay(lastCopy, { schedule: 'AB', follow: true });
    expectTypeOf(replayed).resolves.toEqualTypeOf<CaseReplayReport>();
    expectTypeOf(replay({ schedule: 'AB' })).resolves.toEqualTypeOf<ReplayReport>();
  },
  () => {
    const schema = 'create table t ()';
    const inline = explore({
      name: 'inline',
      schema,
      open: ({ url }) => new pg.Pool({ connectionString: url }),
      close: (pool) => {
        expectTypeOf(pool).toEqualTypeOf<pg.Pool>();
      },
      workers: {
        anna: (pool, { worker }) => {
          expectTypeOf(pool).toEqualTypeOf<pg.Pool>();
          expectTypeOf(worker).toEqualTypeOf<string>();
        },
      },
    });
    expectTypeOf(inline).resolves.toEqualTypeOf<CaseExploreReport>();
    const alone = { name: 'alone', schema, worker: ({ url }: { readonly url: string }) => url };
    expectTypeOf(replay(alone, { schedule: 'A' })).resolves.toEqualTypeOf<CaseReplayReport>();
    expectTypeOf(alone).toExtend<CaseChoice>();
    expectTypeOf<Case>().toExtend<CaseChoice>();
  },
  async () => {
    expectTypeOf(await explore(lastCopy)).toExtend<AnyReport>();
    expectTypeOf(await replay(lastCopy, { schedule: 'A' })).toExtend<AnyReport>();
    assertHeld(await explore(lastCopy));
  },
  async () => {
    expectTypeOf(await race(lastCopy)).toEqualTypeOf<FreeRaceReport>();
    expectTypeOf(await race([lastCopy], { rounds: 3 })).toEqualTypeOf<FreeRaceReport>();
    expectTypeOf(await race(lastCopy, { workers: 3 })).toEqualTypeOf<CaseLoadReport>();
    expectTypeOf(await race('./a.race.ts', { duration: '1s' })).toEqualTypeOf<CaseLoadReport>();
    expectTypeOf(await race({ strategy: 'naive' })).toEqualTypeOf<Report>();
    assertHeld(await race(lastCopy));
  },
  // @ts-expect-error a case says itself what runs
  () => explore(lastCopy, { workers: 3 }),
  // @ts-expect-error an option of replay
  () => explore(lastCopy, { follow: true }),
  // @ts-expect-error no schedule
  () => replay(lastCopy, {}),
  // @ts-expect-error a replay takes one case
  () => replay([lastCopy], { schedule: 'AB' }),
  // @ts-expect-error no workers
  () => explore({ name: 'a', schema: 'select' }),
  // @ts-expect-error an option of strategies
  () => race(lastCopy, { accounts: 2 }),
];

test('the compiler knows what a call about cases takes and returns', () => {
  expect(calls).toHaveLength(10);
});
