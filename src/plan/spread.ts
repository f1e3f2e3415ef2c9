/**
 * How workers and connections are spread over processes: in blocks whose sizes differ by one at
 * most.
 */
import type { RunPlan } from '../model.js';

/** What decides how the workers of a race are spread. */
export type Spread = Pick<RunPlan, 'workers' | 'processes'>;

/**
 * The numbers of a process's workers; workers are numbered from 1 over all processes. @param
 * process from 1
 */
export function workersOf(process: number, { workers, processes }: Spread): readonly number[] {
  const first = firstOf(process, workers, processes);
  const next = firstOf(process + 1, workers, processes);
  return Array.from({ length: next - first }, (_, index) => first + index);
}

/** The process that a worker belongs to, from 1. */
export function processOf(worker: number, { workers, processes }: Spread): number {
  return Math.ceil((worker * processes) / workers);
}

/** How many connections a process opens. @param process from 1 */
export function connectionsOf(
  process: number,
  plan: Spread & Pick<RunPlan, 'connections'>,
): number {
  const { connections, processes } = plan;
  if (connections === null) return workersOf(process, plan).length;
  return firstOf(process + 1, connections, processes) - firstOf(process, connections, processes);
}

/** The first of `all` workers or connections, numbered from 1, that belongs to a process. */
const firstOf = (process: number, all: number, processes: number): number =>
  Math.floor(((process - 1) * all) / processes) + 1;
