/** Runs schedules whose choices a person makes, on one lane. */
import type { StallLimit } from './conductor.js';
import { ByHand, type Beginning, type Decision, type Moment } from './policy/by-hand.js';
import { runSchedule } from './run-schedule.js';
import { scheduleOf } from './schedule.js';
import type { Lane, Recorder } from './subject.js';

/** A recorder that can be read before the schedule is over. */
export interface GrowingRecorder<End, Drawn, Shown> extends Recorder<End, Drawn> {
  /** What is recorded so far. */
  readonly soFar: () => Shown;
}

/**
 * The person who steps.
 * @typeParam Shown what is recorded of a schedule that is not over
 * @typeParam Result a schedule that is over, with its verdict
 */
export interface Person<Shown, Result> {
  /** Decides at a point of the schedule. May reject, to end the stepping. */
  decide(moment: Moment, shown: Shown): Promise<Decision>;
  /** Sees the verdict. May reject, to end the stepping. @returns whether to take the last step back */
  goesBackAfter(result: Result, shown: Shown): Promise<boolean>;
}

/** The lane, the person, and the steps that are already taken. */
export interface StepByHandOptions<End, Drawn, Shown, Result> {
  readonly lane: Pick<Lane<End, Drawn>, 'gate' | 'standstill' | 'start' | 'finish'> & {
    record(): GrowingRecorder<End, Drawn, Shown>;
  };
  readonly beginning: Beginning;
  readonly patience: StallLimit;
  readonly person: Person<Shown, Result>;
  /** @param isFirst whether this is the run of `beginning` */
  readonly judge: (drawn: Drawn, isFirst: boolean) => Promise<Result>;
}

/**
 * Runs a schedule by hand until the person takes no step back after its end. To take a step back, the rest of the schedule
 * runs without the person, so that the lane is ready for the next one: it begins with one step less.
 * @throws as {@link runSchedule}, and what the person rejects with
 */
export async function stepByHand<End, Drawn, Shown, Result>({
  lane,
  beginning,
  patience,
  person,
  judge,
}: StepByHandOptions<End, Drawn, Shown, Result>): Promise<Result> {
  const knownToWait = new Set<string>();
  for (let next = beginning; ;) {
    const { listener, draw, soFar } = lane.record();
    const hand = new ByHand(next, (moment) => person.decide(moment, soFar()));
    const { choose } = hand;
    const run = await runSchedule({ lane, choose, listener, patience, knownToWait });
    const drawn = draw(run);
    let steps = hand.next;
    if (steps === null) {
      // To judge may need further runs on the lane.
      const shown = soFar();
      const result = await judge(drawn, next === beginning);
      if (!(await person.goesBackAfter(result, shown))) return result;
      steps = scheduleOf(run.choices).slice(0, -1);
    }
    next = { steps, isStrict: false };
  }
}
