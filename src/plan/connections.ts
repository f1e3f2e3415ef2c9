import type { ExplorePlan } from '../model.js';

/** Connections that an exploration opens at most, beside the control session. */
export const connectionsFor = ({
  lanes,
  workers,
}: Pick<ExplorePlan, 'lanes' | 'workers'>): number => lanes * (workers + 1);
