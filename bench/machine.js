import { cpus, loadavg } from 'node:os';

/** The machine, on which the results depend, and its load, which shows whether other programs were busy. */
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
