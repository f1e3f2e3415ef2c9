/** Numbers as people read them: with thousands separators, and without meaningless digits. */

/** Replaces a number that is not known. */
export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const difference = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 0,
  signDisplay: 'exceptZero',
});
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const precise = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** A count or a balance: `1,234`. */
export const count = (value: number): string => whole.format(value);

/** A signed difference: `+1,234`, `-5`, `0`. */
export const signed = (value: number): string => difference.format(value);

/** Operations per second: a whole number from 100 on, three significant digits below. */
export const rate = (value: number): string =>
  value >= 100 ? whole.format(value) : threeDigits.format(value);

/** Milliseconds, to three significant digits. */
export const milliseconds = (value: number): string => threeDigits.format(value);

/**
 * A number to be compared with a limit: exact to a thousandth, so that 99.96 is not shown as 100.
 */
export const exact = (value: number): string => precise.format(value);

/** A figure with its unit, if it has one: `20 ms`, but `20/s`. */
export const withUnit = (figure: string, unit: string): string =>
  /^\w/.test(unit) ? `${figure} ${unit}` : `${figure}${unit}`;

/** A length of time that the user chose: `500 ms`, `10 s`. */
export const span = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${exact(ms / 1000)} s`);

/** A count with its noun: `1 worker`, `1,000 workers`. */
export const counted = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Digits of an estimate. */
const DIGITS = 2;
const MILLION = 1e6;
/** From here on, number words are not widely known. */
const QUADRILLION = 1e15;

const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: DIGITS });
const worded = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumSignificantDigits: DIGITS,
});

/** An estimate, with two significant digits: `48,000`, `2.7 million`, `6 × 10^24`. */
export function roughly(value: number): string {
  if (value < MILLION) return short.format(value);
  if (value < QUADRILLION) return worded.format(value);
  if (value >= Number.MAX_VALUE) return 'more than 10^308';
  const [digits = '', exponent = ''] = value.toExponential(DIGITS - 1).split('e+');
  return `${Number(digits)} × 10^${exponent}`;
}
