import type { ExplorePlan } from '../model.js';

/** The most connections that an exploration opens, besides the control session. */
export const connectionsFor = ({
  lanes,
  workers,
}: Pick<ExplorePlan, 'lanes' | 'workers'>): number => lanes * (workers + 1);
