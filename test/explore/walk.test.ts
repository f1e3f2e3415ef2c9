/** The walk, the conductor and the lanes, without a server. */
import { describe, expect, test } from 'vitest';

import { lettersOf } from '../../src/text/schedule.js';
import { examples, fc } from '../support/fast-check.js';
import { MemoryLane, type MemoryCode } from './memory.js';
import { multinomial } from './model.js';
import { codeOf, count, type Program } from './program.js';
import { FREE, held, laneOf, walk } from './walking.js';

describe('two counters in memory', () => {
  /** Reads a counter, and writes it plus one. The counters are the rows. */
  function counters(counterOf: (worker: number) => number) {
    const rows = [0, 0];
    const code: MemoryCode = async ({ channel, number }) => {
      const counter = counterOf(number);
      let read = 0;
      await channel.step(`read ${counter}`, () => void (read = rows[counter] ?? 0));
      await channel.step(`write ${counter}`, () => void (rows[counter] = read + 1));
    };
    return new MemoryLane([code, code], () => rows.splice(0, 2, 0, 0));
  }

  const judged = {
    verdictOn: (rows: number[]) => (rows[0] === 2 || rows.join() === '1,1' ? 'held' : 'broken'),
    keyOf: String,
  } as const;

  test('are explored by the same walk: one counter loses an update', async () => {
    const { walk: explored, coverage } = await walk(() => counters(() => 0), judged);
    expect(coverage).toEqual({ kind: 'complete' });
    expect(explored.tally.totals()).toMatchObject({
      schedules: 6,
      broken: 4,
      held: 2,
      outcomes: 2,
    });
    expect(lettersOf(explored.tally.shortestBroken ?? [])).toBe('ABBA');
    expect(await explored.drawShortest()).toBe('a drawing');
  });

  test('one counter for each worker loses no update', async () => {
    const { walk: explored } = await walk(() => counters((worker) => worker - 1), judged);
    expect(explored.tally.totals()).toMatchObject({ schedules: 6, broken: 0, held: 6 });
    expect(await explored.drawShortest()).toBeNull();
  });

  test.each([
    { learned: [true, false], isOutdated: true },
    { learned: [false, false], isOutdated: false },
    { learned: [], isOutdated: false },
  ])(
    'the verdicts may be outdated when the judge learns in between: $learned',
    async ({ learned, isOutdated }) => {
      const left = [...learned];
      const prepare = () => {
        const next = left.shift();
        return next === undefined ? null : Promise.resolve(next);
      };
      const { walk: explored } = await walk(() => counters(() => 0), judged, { prepare });
      expect(explored.isOutdated).toBe(isOutdated);
    },
  );
});

describe('programs with locks', () => {
  const program = fc.array(fc.constantFrom('x', 'y', '.'), { maxLength: 2 });
  const several = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(program, program) },
    { weight: 1, arbitrary: fc.tuple(program, program, fc.constant([])) },
  );

  test('every schedule is run exactly once, and ends as in the model', { timeout: 120_000 }, () =>
    fc.assert(
      fc.asyncProperty(several, async (programs) => {
        const model = count(programs);
        const { coverage, letters, walk: explored } = await walk(() => laneOf(programs), held);
        expect(coverage).toEqual({ kind: 'complete' });
        expect(letters).toHaveLength(model.schedules.size);
        expect(new Set(letters)).toEqual(model.schedules);
        expect(explored.tally.totals().outcomes).toBe(model.ends.size);
        expect(explored.unsteady).toBe(0);
      }),
      { numRuns: examples(100) },
    ),
  );

  test.each<[string, readonly Program[], number]>([
    ['two that take the same lock', [['x'], ['x']], 4],
    [
      'a deadlock',
      [
        ['x', 'y'],
        ['y', 'x'],
      ],
      8,
    ],
    ['three that do not conflict', [['.'], ['.'], ['.']], multinomial([2, 2, 2])],
  ])('%s: as counted by hand', async (_title, programs, schedules) => {
    const { letters } = await walk(() => laneOf(programs), held);
    expect(letters).toHaveLength(schedules);
    expect(count(programs).schedules.size).toBe(schedules);
  });

  test('a choice keeps every step that was ready', async () => {
    const { runs } = await walk(() => laneOf([['x'], ['x']]), held);
    const [first] = runs[0]?.choices ?? [];
    expect(first).toEqual({
      ready: [
        { worker: 1, key: 'x', footprint: null },
        { worker: 2, key: 'x', footprint: null },
      ],
      chosen: 1,
    });
  });
});

describe('limits', () => {
  test('with more schedules than allowed, half are run by switches, half at random, and the total is estimated', async () => {
    const { coverage, letters } = await walk(() => laneOf(FREE), held, { maxSchedules: 20 });
    expect(coverage).toMatchObject({ kind: 'schedules', completeToSwitches: 1, maxSwitches: null });
    expect(new Set(letters).size).toBeLessThanOrEqual(20);
    expect(letters.slice(0, 2)).toEqual(['AAAABBBB', 'BBBBAAAA']);
  });

  test('the random walks estimate how many schedules there are', async () => {
    const six = ['.', '.', '.', '.', '.'];
    const { coverage } = await walk(() => laneOf([six, six]), held, { maxSchedules: 400 });
    if (coverage.kind !== 'schedules') throw new Error('it should not be complete');
    const truth = multinomial([6, 6]);
    expect(coverage.sampled).toBeGreaterThan(0);
    expect(coverage.estimated).toBeGreaterThan(truth * 0.7);
    expect(coverage.estimated).toBeLessThan(truth * 1.4);
  });

  test('only schedules with few switches, when limited', async () => {
    const { coverage, letters } = await walk(() => laneOf(FREE), held, { maxSwitches: 2 });
    expect(coverage).toEqual({ kind: 'switches', maxSwitches: 2 });
    // A^i B^4 A^(4-i), the same with the letters exchanged, and the two with one switch.
    expect(new Set(letters).size).toBe(8);
  });

  test('several lanes have the same results', async () => {
    const alone = await walk(() => laneOf(FREE), held);
    const many = await walk(() => laneOf(FREE), held, { most: 3, schedulesPerLane: 4 });
    expect(many.lanes).toHaveLength(3);
    expect(alone.lanes).toHaveLength(1);
    expect(new Set(many.letters)).toEqual(new Set(alone.letters));
  });
});

describe('trouble', () => {
  test('the walk gives up on code that is not deterministic, and keeps its results', async () => {
    let runs = 0;
    const fickle: MemoryCode = async (worker, locks) => {
      runs += 1;
      const program = runs % 5 < 2 ? ['.', '.', '.'] : ['.', '.', '.', '.', '.'];
      await codeOf(program, [])(worker, locks);
    };
    const lane = () => new MemoryLane([fickle, fickle], () => '');
    const { coverage, walk: explored } = await walk(lane, held);
    expect(coverage).toEqual({ kind: 'stopped' });
    expect(explored.unsteady).toBeGreaterThan(100);
    expect(explored.tally.totals().held).toBe(explored.tally.schedules);
  });

  test('a run that strays and breaks is counted, although the next try follows its path', async () => {
    let starts = 0;
    const fickle: MemoryCode = async (worker, locks) => {
      starts += 1;
      // Both workers of the sixth run do less than those of the other runs, so it cannot follow its path.
      const program = Math.ceil(starts / 2) === 6 ? [] : ['.', '.'];
      await codeOf(program, [])(worker, locks);
    };
    const runs = {
      verdictOn: (run: number) => (run === 6 ? 'broken' : 'held'),
      keyOf: String,
    } as const;
    const lane = () => new MemoryLane([fickle, fickle], () => Math.ceil(starts / 2));
    const { coverage, walk: explored } = await walk(lane, runs);
    expect(coverage).toEqual({ kind: 'unsteady' });
    expect(explored.unsteady).toBe(1);
    expect(explored.tally.totals()).toMatchObject({ broken: 1, held: multinomial([3, 3]) });
  });

  test('code that never continues is a standstill, reported by the lane', async () => {
    const stuck: MemoryCode = () => new Promise(() => {});
    const lane = () => new MemoryLane([stuck], () => '');
    await expect(walk(lane, held, { patienceMs: 20 })).rejects.toThrow(
      'no worker has made progress for 20 ms',
    );
  });

  test('an error of the code ends the walk with this error', async () => {
    const broken: MemoryCode = async ({ channel }) => {
      await channel.step('.', () => {});
      throw new TypeError('a defect');
    };
    await expect(walk(() => new MemoryLane([broken], () => ''), held)).rejects.toThrow('a defect');
  });
});

test('a worker with several channels sends on all of them, and each statement is a step', async () => {
  const both: MemoryCode = async ({ channels }) => {
    await Promise.all(channels.map((channel) => channel.step('.', () => {})));
  };
  const lane = () => new MemoryLane([both, both], () => '', 2);
  const { letters, coverage } = await walk(lane, held);
  expect(coverage).toEqual({ kind: 'complete' });
  expect(letters).toHaveLength(multinomial([2, 2]));
});
