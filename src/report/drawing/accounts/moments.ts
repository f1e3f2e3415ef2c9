import type {
  Action,
  AccountState,
  ScheduleDrawing,
  Fault,
  Step,
  StepEvent,
} from '../../../model.js';
import type { Moment } from '../picture.js';
import {
  actionRemark,
  eventRemarks,
  faultRemark,
  type Omissions,
  type Remark,
} from '../remarks.js';
import { scenesOf, waitingAfter, type Scene } from '../scenes.js';
import type { StateColumn } from './states.js';

/** A schedule as moments, in the order in which they are read. */
export function momentsOf(drawn: ScheduleDrawing, states: StateColumn): Moment[] {
  const omissions = {
    singleAccount: drawn.initial.length === 1,
    singleOperation: drawn.operations.every(({ sequence }) => sequence === 1),
  };
  let waiting: ReadonlySet<number> = new Set();
  let accounts = drawn.initial;
  return drawn.steps.flatMap((step) => {
    const changed = changes(accounts, step.accounts);
    accounts = step.accounts;
    const fault = drawn.fault?.step === step.number ? drawn.fault : null;
    const scenes = scenesWith(step, fault);
    const committer = committerOf(scenes);
    const faulty = faultyOf(scenes, fault);
    const marked = drawn.markedStep === step.number ? (faulty ?? scenes[0]) : undefined;
    return scenes.map((scene) => {
      const phrase = fault !== null && scene === faulty ? fault.phrase : null;
      const moment = {
        step: scene.begins ? step.number : null,
        worker: scene.worker,
        remarks: remarksOf(scene, step, phrase, omissions),
        waiting,
        side: scene === committer ? states.lines(changed) : [],
        faulty: phrase !== null,
        marked: scene === marked,
        uncertain: false,
      };
      waiting = waitingAfter(waiting, scene);
      return moment;
    });
  });
}

/** The accounts that changed. */
const changes = (before: readonly AccountState[], after: readonly AccountState[]) =>
  after.filter(
    ({ id, version, balance }) =>
      !before.some((old) => old.id === id && old.version === version && old.balance === balance),
  );

type StepScene = Scene<StepEvent>;

/** The scenes of a step. The worker of a fault always has one. */
function scenesWith({ worker, events }: Step, fault: Fault | null): readonly StepScene[] {
  const scenes = scenesOf(worker, events);
  const named = fault === null || scenes.some((scene) => scene.worker === fault.worker);
  return named ? scenes : [...scenes, { worker: fault.worker, begins: false, events: [] }];
}

/** The scene of the worker that committed last, or else of the released worker. */
const committerOf = (scenes: readonly StepScene[]): StepScene | undefined =>
  scenes.findLast(({ events }) =>
    events.some((event) => event.kind === 'attempt ended' && event.end === 'committed'),
  ) ?? scenes[0];

/** The scene that completes the anomaly: the last reply to the worker of the fault. */
function faultyOf(scenes: readonly StepScene[], fault: Fault | null): StepScene | undefined {
  const own = scenes.filter(({ worker }) => worker === fault?.worker);
  return own.findLast(({ events }) => events.some(({ kind }) => kind === 'reply')) ?? own.at(-1);
}

/** The remarks of a scene. The fault comes before the end of the attempt. */
function remarksOf(
  scene: StepScene,
  { action }: Step,
  phrase: string | null,
  omissions: Omissions,
): Remark[] {
  const events = scene.events.filter((event, i, all) => !isObvious(event, all[i + 1], action));
  const ending = events.findIndex(({ kind }) => kind === 'attempt ended');
  const end = ending < 0 ? events.length : ending;
  const remarksIn = (some: readonly StepEvent[]) =>
    some.flatMap((event) => eventRemarks(event, omissions));
  return [
    ...(scene.begins ? [actionRemark(action)] : []),
    ...remarksIn(events.slice(0, end)),
    ...(phrase === null ? [] : [faultRemark(phrase)]),
    ...remarksIn(events.slice(end)),
  ];
}

/**
 * Whether a reply is obvious: that of a ROLLBACK, or that of a COMMIT just before the end of the
 * attempt.
 */
function isObvious(event: StepEvent, next: StepEvent | undefined, action: Action): boolean {
  if (event.kind !== 'reply' || event.reply.kind !== 'returned') return false;
  if (event.reply.command === 'ROLLBACK') {
    return action.kind === 'statement' && /^rollback\b/i.test(action.sql);
  }
  return event.reply.command === 'COMMIT' && next?.kind === 'attempt ended';
}
