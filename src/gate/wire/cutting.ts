/**
 * Statements that are cut in two. A data-changing statement takes its snapshot, and reads rows after that. Between
 * the two it is stopped, so that another one can run, as when the two overlap.
 */
import type { Channel, ChannelPosition, PendingStep } from '../../explore/gate.js';
import type { Message } from './framing.js';
import { errorFields } from './reply.js';

/** Stops statements in the server. */
export interface StatementCutter {
  /** Whether a statement is to be cut. */
  mayCut(sql: string, inTransaction: boolean): boolean;
  /** The next data-changing statement of a backend will stop when it has its snapshot. */
  hold(backend: number, inTransaction: boolean): Promise<void>;
  /** Lets the statement go on. */
  letGo(backend: number, inTransaction: boolean): Promise<void>;
}

/** The SQLSTATE of the message by which a statement says that it has stopped. */
export const CUT = 'RL001';

/** Whether a message of the server says that a statement has stopped. */
export const isCut = (message: Message): boolean =>
  message.type === 'N' && errorFields(message).get('C') === CUT;

/** The cut of a step that is about to be sent; null: it is not cut. */
export function cutOf(
  step: PendingStep,
  { backend, inTransaction }: Pick<Channel, 'backend' | 'inTransaction'>,
  cutter: StatementCutter,
): Cut | null {
  const { action } = step;
  if (backend === null || action?.kind !== 'statement') return null;
  if (!cutter.mayCut(action.sql, inTransaction)) return null;
  return new Cut(cutter, { backend, inTransaction }, step);
}

/** Where a statement is cut. */
export interface CutPlace {
  readonly backend: number;
  readonly inTransaction: boolean;
}

/** One statement that is cut. */
export class Cut {
  /** The step that releases the second half. */
  readonly secondHalf: PendingStep;
  readonly #cutter: StatementCutter;
  readonly #place: CutPlace;
  #isHeld = true;

  constructor(cutter: StatementCutter, place: CutPlace, step: PendingStep) {
    this.#cutter = cutter;
    this.#place = place;
    this.secondHalf = { ...step, key: `${step.key}\ngoes on`, isSecondHalf: true };
  }

  /** Settles when the statement can be sent. When the server is lost, its own connection reports that. */
  hold(): Promise<void> {
    const { backend, inTransaction } = this.#place;
    return this.#cutter.hold(backend, inTransaction).catch(() => undefined);
  }

  /** The position of its connection while it is stopped. @param goingOn called when the second half is released */
  positionAt(goingOn: (step: PendingStep) => void): ChannelPosition {
    const release = () => {
      goingOn(this.secondHalf);
      this.letGo();
    };
    return { kind: 'ready', step: this.secondHalf, release };
  }

  /** Lets the second half go on. Does nothing when it has. */
  letGo(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const { backend, inTransaction } = this.#place;
    this.#cutter.letGo(backend, inTransaction).catch(() => undefined);
  }
}
