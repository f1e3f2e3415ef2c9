import type { Choice, ReadyStep } from './choice.js';
import { Conductor, type ConductorOptions } from './conductor.js';
import { readyChannel, type Gate } from './gate.js';
import type { ScheduleListener } from './listener.js';
import type { Choose } from './policy.js';
import type { ScheduleRun } from './schedule.js';
import type { Lane } from './subject.js';

/** Where to run a schedule, in which order, and what records it. */
export interface ScheduleOptions<End> extends ConductorOptions {
  readonly lane: Pick<Lane<End, unknown>, 'gate' | 'standstill' | 'start' | 'finish'>;
  readonly choose: Choose;
  readonly listener: ScheduleListener;
}

/**
 * Runs one schedule from the initial rows to its end.
 * @throws {SessionLost} when the server is lost
 * @throws {EnvironmentError} when no worker makes progress any more
 * @throws the error of `choose`
 * @throws the first defect of the code under test
 */
export async function runSchedule<End>({
  lane,
  choose,
  listener,
  ...options
}: ScheduleOptions<End>): Promise<ScheduleRun<End>> {
  const choices: Choice[] = [];
  const conductor = new Conductor(lane, listener, options);
  try {
    const work = lane.start(conductor, () => choices.length);
    const conducted = conduct({ gate: lane.gate, choose, listener, conductor, choices });
    // If one of the two fails, the other never ends, because after a defect a worker does not continue.
    await Promise.race([conducted, work.then(() => conducted)]);
    await work;
    return { choices, end: await lane.finish() };
  } finally {
    conductor.end();
  }
}

interface ConductOptions {
  readonly gate: Gate;
  readonly choose: Choose;
  readonly listener: ScheduleListener;
  readonly conductor: Conductor;
  readonly choices: Choice[];
}

/** Releases one worker at a time until none is ready any more. */
async function conduct({
  gate,
  choose,
  listener,
  conductor,
  choices,
}: ConductOptions): Promise<void> {
  await conductor.settle();
  for (;;) {
    const ready = stepsReady(gate);
    if (ready.length === 0) return;
    const choice = choose(ready, choices.length + 1, gate.workers);
    // Awaiting a plain number would cost a turn of the event loop at each step.
    const chosen = typeof choice === 'number' ? choice : await choice;
    const worker = gate.workers[chosen - 1];
    const channel = worker && readyChannel(worker);
    if (!channel) throw new RangeError(`worker ${chosen} is not ready`);
    const { step, release } = channel.position;
    const begun = gate.beforeRelease(channel);
    if (begun !== null) await begun;
    choices.push({ ready, chosen });
    listener.stepBegins(chosen, step);
    release();
    await conductor.settle(chosen);
    await listener.stepEnded();
  }
}

function stepsReady({ workers }: Gate): readonly ReadyStep[] {
  const ready: ReadyStep[] = [];
  for (const worker of workers) {
    const step = readyChannel(worker)?.position.step;
    if (step) ready.push({ worker: worker.number, key: step.key, footprint: step.footprint });
  }
  return ready;
}
