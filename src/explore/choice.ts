import type { Footprint } from './gate.js';

/** A step that could be released. */
export interface ReadyStep {
  /** Number of the worker whose step it is, from 1. */
  readonly worker: number;
  readonly key: string;
  readonly footprint: Footprint | null;
}

/** A point of a schedule at which a worker was released. */
export interface Choice {
  /** Every step that could have been released, in the order of the workers' numbers. */
  readonly ready: readonly ReadyStep[];
  /** Number of the worker that was released, from 1. */
  readonly chosen: number;
}

/** The key of the step that was released. */
export const chosenKey = ({ ready, chosen }: Choice): string =>
  ready.find(({ worker }) => worker === chosen)?.key ?? '';
