/**
 * The timers and the clock of race-lab itself: those of Node.js as they were when this file was loaded. Code of users runs
 * in the same process and may replace the globals, as fake timers of tests do. Deadlines must not depend on that.
 */
import promises from 'node:timers/promises';

export const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval } = globalThis;

/** Resolves after some milliseconds. An import by name would follow what replaces the function. */
export const { setTimeout: sleep, setImmediate: nextTurn } = promises;

const { performance } = globalThis;

/** Milliseconds on the clock of this process: `performance.now()`. */
export const nowMs: () => number = performance.now.bind(performance);
