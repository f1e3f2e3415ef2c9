/** Walks over code in memory, for tests. */
import type { Judge } from '../../src/explore/judge.js';
import { Lanes, type LanesOptions } from '../../src/explore/lanes.js';
import type { SearchLimits } from '../../src/explore/policy.js';
import { BySwitches } from '../../src/explore/policy/by-switches.js';
import { scheduleOf, type ScheduleRun } from '../../src/explore/schedule.js';
import { Walk } from '../../src/explore/walk.js';
import { lettersOf } from '../../src/text/schedule.js';
import { MemoryLane } from './memory.js';
import { codeOf, type Program } from './program.js';

type Limits = Partial<
  SearchLimits &
    LanesOptions & {
      readonly patienceMs: number;
      /** How many schedules may begin. */
      readonly begins: number;
      readonly prepare: () => Promise<boolean> | null;
    }
>;

/** Walks over code in memory. @param end reads the rows at the end of a schedule */
export async function walk<End>(
  makeLane: () => MemoryLane<End>,
  { verdictOn, keyOf }: { verdictOn: (end: End) => 'broken' | 'held'; keyOf: (end: End) => string },
  limits: Limits = {},
) {
  const runs: ScheduleRun<End>[] = [];
  const lanes: MemoryLane<End>[] = [];
  const judge: Judge<End> = {
    verdictOn: ({ end }) => ({ verdict: verdictOn(end), anomalies: [], estimated: false }),
    summaryOf: ({ end }) => ({ key: keyOf(end), causes: [], committed: 1 }),
  };
  const all = { workers: 2, maxSchedules: 10_000, maxSwitches: null, seed: 1, ...limits };
  const subject = {
    openLane: () => {
      const lane = makeLane();
      lanes.push(lane);
      return Promise.resolve(lane);
    },
  };
  let checks = 0;
  const { begins } = limits;
  const timeLimit = begins === undefined ? null : { ms: 500, isOver: () => (checks += 1) > begins };
  const explored = new Walk({
    lanes: new Lanes(subject, { most: 1, schedulesPerLane: 16, ...limits }),
    judge,
    limits: all,
    systematic: new BySwitches(all),
    patience: { ms: limits.patienceMs ?? 10_000, now: () => performance.now() },
    timeLimit,
    prepare: limits.prepare ?? (() => null),
    counted: (run) => runs.push(run),
  });
  const coverage = await explored.run();
  const letters = runs.map(({ choices }) => lettersOf(scheduleOf(choices)));
  return { walk: explored, coverage, runs, letters, lanes };
}

export function laneOf(programs: readonly Program[]): MemoryLane<string> {
  const log: string[] = [];
  return new MemoryLane(
    programs.map((program) => codeOf(program, log)),
    () => log.splice(0).join(),
  );
}

/** Every schedule holds. */
export const held = { verdictOn: () => 'held' as const, keyOf: (end: string) => end };

/** Two workers with three statements each and nothing to wait for: 70 schedules. */
export const FREE: readonly Program[] = [
  ['.', '.', '.'],
  ['.', '.', '.'],
];
