/** Strategies and scenarios with names and claims only. Plans never run them. */
import { UsageError } from '../../src/errors.js';
import type { Claims, Scenario, Strategy } from '../../src/model.js';
import type { PlanContext } from '../../src/plan/plan.js';
import { eachAlone } from '../../src/scenarios/limits.js';

export function toyStrategy(name: string, claims: Partial<Claims> = {}): Strategy {
  return {
    name,
    summary: '',
    description: '',
    claims: {
      lostUpdates: 'prevented',
      overdrafts: 'prevented',
      writeSkew: 'prevented',
      deadlocks: 'none',
      processes: 'any',
      progress: 'yes',
      ...claims,
    },
    sqlstates: {},
    attempt: () => Promise.reject(new Error('toys do not run')),
  };
}

export function toyScenario(name: string, exposes: Scenario['exposes'] = []): Scenario {
  return {
    name,
    summary: '',
    invariant: '',
    exposes,
    accounts: { least: 1, default: 1, multipleOf: 1 },
    limits: eachAlone,
    // Different for every demand, so that a wrong demand fails a test.
    defaultBalance: ({ operations, meanAmount, accounts }) =>
      Math.floor((operations * meanAmount) / 2 / accounts),
    nextOperation: () => {
      throw new Error('toys do not run');
    },
  };
}

export const context: PlanContext = {
  strategies: ['naive', 'mutex', 'for-update', 'optimistic'].map((name) => toyStrategy(name)),
  scenarios: [toyScenario('withdraw'), toyScenario('deposit'), toyScenario('mixed')],
  environmentUrl: undefined,
  randomSeed: () => 77,
};

/** The message and hint of the UsageError that a call throws, as the command line prints them. */
export function refusal(call: () => unknown): { message: string; hint: string } {
  try {
    call();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message, hint = '' } = error.spelledIn('flags');
    return { message, hint };
  }
  throw new Error('was accepted');
}
