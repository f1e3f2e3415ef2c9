import { cpus, loadavg } from 'node:os';

/** What figures depend on beside the program, and a load that tells whether others were at work. */
export function machine() {
  const [processor] = cpus();
  const [lastMinute] = loadavg();
  return {
    at: new Date().toISOString(),
    processor: processor?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    load: Number(lastMinute.toFixed(2)),
  };
}

export function tellMachine({ at, processor, cores, node, load }) {
  return `${at}, ${cores} × ${processor}, Node.js ${node}, load in the last minute ${load}`;
}
