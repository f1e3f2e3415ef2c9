/** The events of a step, by worker. */

interface WorkerEvent {
  readonly kind: string;
  readonly worker: number;
}

/** Events in a row that happen to the same worker. */
export interface Scene<E extends WorkerEvent> {
  readonly worker: number;
  /** Whether the step's action comes first. */
  readonly begins: boolean;
  readonly events: readonly E[];
}

/** The scenes of a step, in order. The first is that of the released worker. */
export function scenesOf<E extends WorkerEvent>(worker: number, events: readonly E[]): Scene<E>[] {
  const scenes: Scene<E>[] = [{ worker, begins: true, events: [] }];
  for (const event of events) {
    const last = scenes.at(-1);
    if (last?.worker === event.worker) {
      scenes.splice(-1, 1, { ...last, events: [...last.events, event] });
    } else {
      scenes.push({ worker: event.worker, begins: false, events: [event] });
    }
  }
  return scenes;
}

/** The workers that wait after a scene. */
export function waitingAfter<E extends WorkerEvent>(
  waiting: ReadonlySet<number>,
  { worker, begins, events }: Scene<E>,
): ReadonlySet<number> {
  const after = new Set(waiting);
  if (begins) after.delete(worker);
  for (const { kind } of events) {
    if (kind === 'waits' || kind === 'quiet') after.add(worker);
    else after.delete(worker);
  }
  return after;
}
