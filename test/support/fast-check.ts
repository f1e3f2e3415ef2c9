/**
 * fast-check with a fixed seed. Each run has the same examples, so that a failing test keeps failing.
 * `FAST_CHECK_SEED=7 npm test` uses others.
 */
import * as fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 1) });

export { fc };
