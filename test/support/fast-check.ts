/**
 * fast-check with a fixed seed. Each run has the same examples, so that a failing test keeps failing.
 * `FAST_CHECK_SEED=7 npm test` uses others, and `FAST_CHECK_FACTOR=10` ten times as many.
 */
import * as fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 1) });

const FACTOR = Number(process.env['FAST_CHECK_FACTOR'] ?? 1);

/** How many examples of a property are tried, as many times as `FAST_CHECK_FACTOR` says. */
export const examples = (usual: number): number => usual * FACTOR;

export { fc };
