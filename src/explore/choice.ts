import type { Footprint } from './gate.js';

/** A step that the schedule can release next. */
export interface ReadyStep {
  /** The number of the step's worker, from 1. */
  readonly worker: number;
  readonly key: string;
  readonly footprint: Footprint | null;
}

/** A point of a schedule at which a worker was released. */
export interface Choice {
  /** All ready steps, in the order of the workers' numbers. */
  readonly ready: readonly ReadyStep[];
  /** The number of the worker that was released, from 1. */
  readonly chosen: number;
}

/** The key of the step that was released. */
export const chosenKey = ({ ready, chosen }: Choice): string =>
  ready.find(({ worker }) => worker === chosen)?.key ?? '';
