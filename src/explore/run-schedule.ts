import type { Choice, ReadyStep } from './choice.js';
import { Conductor, type ConductorOptions } from './conductor.js';
import { readyChannel, type Gate } from './gate.js';
import type { ScheduleListener } from './listener.js';
import type { Choose } from './policy.js';
import type { ScheduleRun } from './schedule.js';
import type { Drawing, Lane } from './subject.js';

/** What is run, where, in which order, and what hears of it. */
export interface ScheduleOptions<End, Drawn extends Drawing> extends ConductorOptions {
  readonly lane: Lane<End, Drawn>;
  readonly choose: Choose;
  readonly listener: ScheduleListener;
}

/**
 * Runs one schedule from a fresh start to its end.
 * @throws {SessionLost} when the server is lost
 * @throws {EnvironmentError} when nothing moves any more
 * @throws what `choose` throws
 * @throws the first defect of the code under test
 */
export async function runSchedule<End, Drawn extends Drawing>({
  lane,
  choose,
  listener,
  ...options
}: ScheduleOptions<End, Drawn>): Promise<ScheduleRun<End>> {
  const choices: Choice[] = [];
  const conductor = new Conductor(lane, listener, options);
  try {
    const work = lane.start(conductor, () => choices.length);
    const conducted = conduct({ gate: lane.gate, choose, listener, conductor, choices });
    // Whichever fails, the other never ends: a defect leaves its worker where it stands.
    await Promise.race([conducted, work.then(() => conducted)]);
    await work;
    return { choices, end: await lane.finish() };
  } finally {
    conductor.end();
  }
}

interface Conducting {
  readonly gate: Gate;
  readonly choose: Choose;
  readonly listener: ScheduleListener;
  readonly conductor: Conductor;
  readonly choices: Choice[];
}

/** Releases one worker after the other, until none is ready any more. */
async function conduct({ gate, choose, listener, conductor, choices }: Conducting): Promise<void> {
  await conductor.settle();
  for (;;) {
    const ready = stepsReady(gate);
    if (ready.length === 0) return;
    const choice = choose(ready, choices.length + 1, gate.workers);
    // To wait for a number would cost a turn of the loop at each step.
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
    await conductor.settle();
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
