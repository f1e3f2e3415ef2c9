import type { Claims, Strategy } from '../model.js';

/** What its author says of a strategy; the rest has a default. */
export interface StrategyDefinition
  extends
    Pick<Strategy, 'name' | 'attempt'>,
    Partial<Pick<Strategy, 'summary' | 'description' | 'sqlstates'>> {
  readonly claims?: Partial<Claims>;
}

/** Completes a strategy. Left out, it claims to be safe, and is retried on 40001 and 40P01. */
export function defineStrategy(definition: StrategyDefinition): Strategy {
  const { claims, summary = definition.name, description = summary } = definition;
  const complete: Strategy = {
    sqlstates: { '40001': 'retry', '40P01': 'retry' },
    ...definition,
    summary,
    description,
    claims: {
      lostUpdates: 'prevented',
      overdrafts: 'prevented',
      writeSkew: 'prevented',
      deadlocks: 'possible',
      processes: 'any',
      progress: 'yes',
      ...claims,
    },
  };
  return Object.freeze(complete);
}
