/** `compare --vary workers=1,10,50` → a plan for each value. */
import { about, UsageError } from '../errors.js';
import type { RunPlan, VariedParameter, VariedPlan, VariedPoint } from '../model.js';
import { option } from '../text/option.js';
import type { PlanContext } from './context.js';
import { defaultTimeoutMs } from './defaults.js';
import { formatAmount } from './format.js';
import { unknownName } from './nearest-name.js';
import { quoted } from './parse.js';
import { createPlan, type RunFlags } from './plan.js';

/** The flags of `compare` with `--vary`, as raw text. */
export interface VaryFlags extends RunFlags {
  readonly vary: string;
}

/** A few that differ in kind. A chart of all strategies could not be read. */
const DEFAULT_STRATEGIES = 'naive,for-update,optimistic,atomic';

/** More values than this are not useful in a chart, and each one takes as long as a comparison. */
const MOST_VALUES = 20;

/** Every parameter, and its value in a plan, as on the command line. */
const VALUE_IN: Readonly<Record<VariedParameter, (plan: RunPlan) => string>> = {
  workers: ({ workers }) => `${workers}`,
  accounts: ({ accounts }) => `${accounts}`,
  think: ({ thinkMs }) => `${thinkMs}`,
  connections: ({ connections }) => `${connections}`,
  processes: ({ processes }) => `${processes}`,
  amount: ({ amount }) => formatAmount(amount),
};

const PARAMETERS: readonly string[] = Object.keys(VALUE_IN);

const isParameter = (name: string): name is VariedParameter => Object.hasOwn(VALUE_IN, name);

/** Names a value: `workers=10`. */
export const valueLabel = (parameter: VariedParameter, value: string): string =>
  `${parameter}=${value}`;

/**
 * @throws {UsageError} when a flag is wrong, or a value does not fit the other flags; the message
 *   names them
 */
export function createVariedPlan(flags: VaryFlags, context: PlanContext): VariedPlan {
  const { vary, ...others } = flags;
  const { parameter, values } = parseVary(vary);
  if (others[parameter] !== undefined) throw givenTwice(parameter);
  const shared = {
    ...others,
    strategy: others.strategy?.length ? others.strategy : [DEFAULT_STRATEGIES],
  };
  const seed = context.randomSeed();
  const withOneSeed = { ...context, randomSeed: () => seed };
  const planAt = (value: string) =>
    createPlan('compare', { ...shared, [parameter]: value }, withOneSeed);
  const points = sorted(distinct(plansAt(values, planAt, parameter), parameter), parameter);
  if (points.length < 2) throw tooFew(vary, parameter);
  return Object.freeze({
    parameter,
    points: Object.freeze(points),
    timeoutMs: timeoutOf(points, others),
  });
}

/** @returns the values as they were written */
function parseVary(text: string): { parameter: VariedParameter; values: readonly string[] } {
  const sign = text.indexOf('=');
  const name = sign < 0 ? text : text.slice(0, sign);
  if (!isParameter(name)) {
    throw unknownName(
      { code: 'INVALID_VALUE', subject: about('vary'), kind: 'parameter to vary' },
      name,
      PARAMETERS,
    );
  }
  const values = sign < 0 ? [] : text.slice(sign + 1).split(',');
  if (values.length < 2) throw tooFew(text, name);
  if (values.length > MOST_VALUES) {
    throw new UsageError(
      `${option('vary')}: ${values.length} values are more than ${MOST_VALUES}`,
      {
        code: 'INVALID_VALUE',
        option: 'vary',
        hint: 'Leave some of them out.',
      },
    );
  }
  return { parameter: name, values };
}

const tooFew = (text: string, parameter: VariedParameter): UsageError =>
  new UsageError(`${option('vary')}: ${quoted(text)} has fewer than two different values`, {
    code: 'INVALID_VALUE',
    option: 'vary',
    hint: `Write two or more, such as ${option('vary')} ${parameter}=${EXAMPLES[parameter]}.`,
  });

const EXAMPLES: Readonly<Record<VariedParameter, string>> = {
  workers: '1,2,5,10,20,50',
  accounts: '2,10,100',
  think: '0,5,20',
  connections: '5,10,20',
  processes: '1,2,4',
  amount: '1,10,5..15',
};

const givenTwice = (parameter: VariedParameter): UsageError =>
  new UsageError(`${option('vary')} ${parameter} and ${option(parameter)} exclude each other`, {
    code: 'OPTION_CONFLICT',
    option: 'vary',
    hint: `Leave ${option(parameter)} out: ${option('vary')} has its values.`,
  });

/** A plan for each value. An error that only some values have names its value. */
function plansAt(
  values: readonly string[],
  planAt: (value: string) => RunPlan,
  parameter: VariedParameter,
): readonly RunPlan[] {
  const tried = values.map((value) => {
    try {
      return { value, plan: planAt(value) };
    } catch (error) {
      if (error instanceof UsageError) return { value, error };
      throw error;
    }
  });
  const errors = tried.flatMap(({ error }) => error ?? []);
  const messages = new Set(errors.map(({ message }) => message));
  const isShared = errors.length === values.length && messages.size === 1;
  return tried.map(({ value, plan, error }) => {
    if (error === undefined) return plan;
    throw isShared ? error : atValue(error, parameter, value);
  });
}

function atValue({ template }: UsageError, parameter: VariedParameter, value: string): UsageError {
  const { message, code, hint } = template;
  const label = valueLabel(parameter, quoted(value).slice(1, -1));
  const subject = `${option('vary')} ${label}`;
  return new UsageError(`${subject}: ${message}`, { code, option: 'vary', hint });
}

/** Each value once, however it was written: `10` and `010` are the same. */
function distinct(plans: readonly RunPlan[], parameter: VariedParameter): VariedPoint[] {
  const byValue = new Map(plans.map((plan) => [VALUE_IN[parameter](plan), plan]));
  return [...byValue].map(([value, plan]) => ({ value, plan }));
}

/** From the lowest value to the highest; ranges of amounts by their middle. */
function sorted(points: VariedPoint[], parameter: VariedParameter): VariedPoint[] {
  const sizeOf = ({ value, plan: { amount } }: VariedPoint) =>
    parameter === 'amount' ? (amount.min + amount.max) / 2 : Number(value);
  return points.toSorted((one, other) => sizeOf(one) - sizeOf(other));
}

/** A given time is for the whole run, and so is the default. */
function timeoutOf(points: readonly VariedPoint[], { timeout }: RunFlags): number {
  const limits = points.map(({ plan }) => plan.timeLimitMs);
  const races = points.reduce((sum, { plan }) => sum + plan.strategies.length * plan.rounds, 0);
  const [first] = points;
  if (timeout !== undefined && first !== undefined) return first.plan.timeoutMs;
  return defaultTimeoutMs(races, Math.max(0, ...limits));
}
