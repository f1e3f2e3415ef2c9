import { expect, test } from 'vitest';

import type { Answer } from '../../src/explore/listener.js';
import { Trace } from '../../src/explore/trace.js';
import { MemoryWorker } from './memory.js';

const [one, two] = [new MemoryWorker(1), new MemoryWorker(2)];

function traceOf() {
  let looks = 0;
  return new Trace<string, number, never>({
    workers: [one, two],
    labelOf: (worker) => `worker ${worker}`,
    look: () => Promise.resolve((looks += 1)),
  });
}

const action = { kind: 'statement', sql: 'lock', parameters: [] } as const;
const STEP = { key: 'lock', action, footprint: null };

const deadlock: Answer = {
  kind: 'failed',
  sqlstate: '40P01',
  message: 'deadlock detected',
  cycle: [200, 100],
};

test('a deadlock that the server resolves before it is asked shows the wait that led to it', async () => {
  const trace = traceOf();
  trace.stepBegins(2, STEP);
  trace.answered(two.channel, deadlock, false);
  await trace.stepEnded();
  expect(trace.steps).toEqual([
    {
      number: 1,
      worker: 2,
      label: 'worker 2',
      action,
      isUncertain: false,
      isSecondHalf: false,
      events: [
        { kind: 'waits', worker: 2, for: [1], lock: null },
        { kind: 'reply', worker: 2, waited: true, reply: { ...deadlock, cycle: [2, 1] } },
      ],
      state: 1,
    },
  ]);
});

test('a wait that was seen is not shown twice', async () => {
  const trace = traceOf();
  trace.stepBegins(2, STEP);
  trace.waits(2, [1], null);
  trace.answered(two.channel, deadlock, true);
  await trace.stepEnded();
  expect(trace.steps[0]?.events.map(({ kind }) => kind)).toEqual(['waits', 'reply']);
});
