import { createExplorePlan } from '../build/plan/explore.js';
import { createReplayPlan } from '../build/plan/replay.js';
import { scenarios } from '../build/scenarios/index.js';
import { strategies } from '../build/strategies/index.js';

// The benchmark always starts its own server, even if RACE_LAB_URL is set.
const context = { strategies, scenarios, environmentUrl: undefined };

/** @param flags as on the command line, in camelCase; numbers may be numbers */
export const explorePlan = (flags) => createExplorePlan(asText(flags), context);
export const replayPlan = (flags) => createReplayPlan(asText(flags), context);

export const strategyNames = strategies.map(({ name }) => name);

function asText(flags) {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name,
      typeof value === 'number' ? String(value) : value,
    ]),
  );
}
