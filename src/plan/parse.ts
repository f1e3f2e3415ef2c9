/**
 * The text of one flag → its value. Every function throws a {@link UsageError} that names the flag
 * and quotes the text. Its hint says what to write instead.
 */
import { UsageError } from '../errors.js';
import type { Backoff } from '../model.js';
import { option, type OptionName } from '../text/option.js';
import { visible } from '../text/wrap.js';
import { formatTime } from './format.js';
import type { Range } from './limits.js';
import { withoutPasswords } from './redact.js';

const LONGEST_QUOTE = 60;

/** User text for an error message: quoted, shortened, with every character visible. */
export function quoted(text: string): string {
  const shown = withoutPasswords(text);
  const short = shown.length > LONGEST_QUOTE ? `${shown.slice(0, LONGEST_QUOTE)}…` : shown;
  return visible(JSON.stringify(short));
}

function wrong(name: OptionName, text: string, problem: string, hint: string): UsageError {
  return new UsageError(`${option(name)}: ${quoted(text)} ${problem}`, {
    code: 'INVALID_VALUE',
    option: name,
    hint,
  });
}

/**
 * A whole number in plain decimal digits.
 * @param unit what it counts, for the hint, such as `milliseconds`
 * @throws {UsageError} when it is anything else, or out of range
 */
export function parseCount(name: OptionName, text: string, range: Range, unit?: string): number {
  const kind = unit === undefined ? 'a whole number' : `a whole number of ${unit}`;
  const hint = `Write ${kind} from ${range.min} to ${range.max}.`;
  if (!/^-?\d+$/.test(text)) {
    // `1e3` and `1_000`, for example, are not plain digits.
    const digits = /^-?\d*\.\d+$/.test(text) ? '.' : ', in plain digits.';
    throw wrong(name, text, `is not ${kind}`, hint.slice(0, -1) + digits);
  }
  const value = Number(text);
  if (text.startsWith('-') || value < range.min) {
    throw wrong(name, text, `is less than ${range.min}`, hint);
  }
  if (value > range.max) throw wrong(name, text, `is more than ${range.max}`, hint);
  return value;
}

const UNITS_MS: ReadonlyMap<string, bigint> = new Map([
  ['ms', 1n],
  ['s', 1_000n],
  ['m', 60_000n],
]);

/**
 * Computes exactly: floating point would turn `1.005s` into 1004.9999999999999. Null: not whole.
 */
function wholeMilliseconds(whole: string, fraction: string, unitMs: bigint): bigint | null {
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * unitMs;
  return scaled % scale === 0n ? scaled / scale : null;
}

/**
 * A time with its unit: `500ms`, `10s`, `1.5s`, `2m`.
 * @param range in milliseconds
 * @returns whole milliseconds
 * @throws {UsageError} when it is anything else, not a whole number of milliseconds, or out of
 *   range
 */
export function parseTime(name: OptionName, text: string, range: Range): number {
  const bounds = `from ${formatTime(range.min)} to ${formatTime(range.max)}`;
  const hint = `Write a time ${bounds} with its unit: ms, s or m, such as 500ms, 10s or 2m.`;
  if (/^\d+(\.\d+)?$/.test(text)) {
    const seconds = Number(text) * 1_000;
    const fits = seconds >= range.min && seconds <= range.max;
    const remedy = fits ? `Add a unit: ms, s or m, such as ${text}s.` : hint;
    throw wrong(name, text, 'has no unit', remedy);
  }
  const match = /^(?<whole>\d{1,20})(?:\.(?<fraction>\d{1,20}))?(?<unit>ms|s|m)$/.exec(text);
  const { whole = '', fraction = '', unit = '' } = match?.groups ?? {};
  const unitMs = UNITS_MS.get(unit);
  if (unitMs === undefined) throw wrong(name, text, 'is not a time', hint);
  const ms = wholeMilliseconds(whole, fraction, unitMs);
  if (ms === null) throw wrong(name, text, 'is not a whole number of milliseconds', hint);
  if (ms < range.min) throw wrong(name, text, `is less than ${formatTime(range.min)}`, hint);
  if (ms > range.max) throw wrong(name, text, `is more than ${formatTime(range.max)}`, hint);
  return Number(ms);
}

/**
 * An amount, `10`, or a range of amounts, `1..20`, both ends included.
 * @throws {UsageError} when it is anything else, out of range, or the low end is above the high one
 */
export function parseAmount(name: OptionName, text: string, range: Range): Range {
  const hint = `Write an amount from ${range.min} to ${range.max}, such as 10, or a range, low end first, such as 1..20.`;
  const match = /^(?<low>\d+)(?:\.\.(?<high>\d+))?$/.exec(text);
  const { low, high = low } = match?.groups ?? {};
  if (low === undefined) throw wrong(name, text, 'is neither an amount nor a range', hint);
  const [min, max] = [Number(low), Number(high)];
  if (min > max) throw wrong(name, text, 'has its low end above its high end', hint);
  if (min < range.min) throw wrong(name, text, `is less than ${range.min}`, hint);
  if (max > range.max) throw wrong(name, text, `is more than ${range.max}`, hint);
  return { min, max };
}

/**
 * `none`, `constant:5ms` or `exponential:1ms..100ms` (base and cap).
 * @param range of each time, in milliseconds
 * @throws {UsageError} when it is anything else, a time is wrong, or the base is above the cap
 */
export function parseBackoff(name: OptionName, text: string, range: Range): Backoff {
  const hint = 'Write none, constant:5ms, or exponential:1ms..100ms with the base first.';
  if (text === 'none') return { kind: 'none' };
  const { kind, times = '' } =
    /^(?<kind>constant|exponential):(?<times>.+)$/.exec(text)?.groups ?? {};
  const [first, second, ...more] = times.split('..');
  if (kind === 'constant' && first !== undefined && second === undefined) {
    return { kind, ms: parseTime(name, first, range) };
  }
  if (kind === 'exponential' && first !== undefined && second !== undefined && more.length === 0) {
    const baseMs = parseTime(name, first, range);
    const capMs = parseTime(name, second, range);
    if (baseMs > capMs) throw wrong(name, text, 'has its base above its cap', hint);
    return { kind, baseMs, capMs };
  }
  throw wrong(name, text, 'is not a backoff', hint);
}
