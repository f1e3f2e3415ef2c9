import type { Action } from '../../model.js';
import { nextCaseRemark } from './cases/moments.js';
import type { Drawn } from './index.js';
import { actionRemark } from './remarks.js';

/** A step that is held, or whose statement has no answer yet. */
export interface HeldStep {
  /** Null: its worker starts with it. */
  readonly action: Action | null;
  readonly isSecondHalf?: boolean;
}

/** What a worker does next, on one line, in the words of the drawing. */
export function nextStepText(drawn: Drawn, { action, isSecondHalf = false }: HeldStep): string {
  if (isSecondHalf) return '… goes on';
  if (!('initial' in drawn)) return nextCaseRemark(drawn, action).parts.join(' ');
  return action === null ? 'starts' : actionRemark(action).parts.join(' ');
}
