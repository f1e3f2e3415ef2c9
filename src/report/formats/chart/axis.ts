import { exact, withUnit } from '../../../text/numbers.js';

/** The vertical axis of a chart: from 0 up to a round number. */
export interface Axis {
  readonly top: number;
  /** From 0 up to the top, evenly spaced. */
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

const MOST_STEPS = 4;

/**
 * An axis with a few round labels, for figures up to this one.
 * @param unit behind each label; may be empty
 */
export function axisUpTo(largest: number, unit: string): Axis {
  const step = largest > 0 ? roundStep(largest / MOST_STEPS) : 1;
  const steps = Math.max(1, Math.ceil(largest / step));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => {
    const value = index * step;
    return { value, label: withUnit(exact(value), unit) };
  });
  return { top: steps * step, ticks };
}

/** The least number of the form 1, 2 or 5 times a power of ten that is not below this one. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
