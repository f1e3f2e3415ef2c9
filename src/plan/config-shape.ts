/** Checks that a value from a file has the shape of a config. The plans check its options. */
import { UsageError } from '../errors.js';
import { unknownName } from './nearest-name.js';
import { isObject, type UnknownRecord } from '../text/values.js';
import type { Config, ExperimentConfig } from './config.js';

const CONFIG_KEYS = ['experiments', 'url'] as const satisfies readonly (keyof Config)[];
const KINDS = ['run', 'explore'] as const;

const EXAMPLE = `Write: { experiments: { 'a name': { run: { strategy: 'for-update', expect: 'held' } } } }`;

/** An experiment with its name and, for errors, its place. */
export interface NamedExperiment {
  readonly name: string;
  readonly where: string;
  readonly config: ExperimentConfig;
}

/**
 * @param file for the errors
 * @throws {UsageError} for an unknown key, a value that is not an experiment, or an experiment
 *   without an expectation
 */
export function readShape(
  value: unknown,
  file: string,
): { readonly url: string | undefined; readonly experiments: readonly NamedExperiment[] } {
  const config = requireObject(value, `${file}: a config`, EXAMPLE);
  requireKnown(config, CONFIG_KEYS, file);
  const url = config['url'];
  if (url !== undefined && typeof url !== 'string') {
    throw new UsageError(`${file}: url is not a string`, {
      code: 'INVALID_CONFIG',
      hint: 'Write it as postgres://…',
    });
  }
  const named = requireObject(config['experiments'], `${file}: experiments`, EXAMPLE);
  const experiments = Object.entries(named).map(([name, each]) =>
    readExperiment(name, each, `${file}: experiment ${JSON.stringify(name)}`),
  );
  if (experiments.length > 0) return { url, experiments };
  throw new UsageError(`${file}: it has no experiments`, { code: 'INVALID_CONFIG', hint: EXAMPLE });
}

function readExperiment(name: string, value: unknown, where: string): NamedExperiment {
  if (name.trim() === '') {
    throw new UsageError(`${where} has no name`, {
      code: 'INVALID_CONFIG',
      hint: 'Give it a name that says in a few words what it shows.',
    });
  }
  const hint = `Write it as { run: { … } } or { explore: { … } }.`;
  const config = requireObject(value, where, hint);
  requireKnown(config, KINDS, where);
  const [kind, second] = KINDS.filter((each) => config[each] !== undefined);
  if (kind === undefined)
    throw new UsageError(`${where} has neither run nor explore`, { code: 'INVALID_CONFIG', hint });
  if (second !== undefined) {
    throw new UsageError(`${where} has both run and explore`, {
      code: 'INVALID_CONFIG',
      hint: 'Split it into two experiments.',
    });
  }
  const options = requireObject(config[kind], `${where}: ${kind}`, hint);
  requireExpectation(options, where);
  return { name, where, config: kind === 'run' ? { run: options } : { explore: options } };
}

/** An experiment that cannot fail checks nothing. Cases are expected to hold. */
function requireExpectation({ expect, cases }: UnknownRecord, where: string): void {
  const isEmpty = Array.isArray(expect) && expect.length === 0;
  if (!isEmpty && (expect !== undefined || cases !== undefined)) return;
  throw new UsageError(`${where} has no expectation, so it cannot fail`, {
    code: 'INVALID_CONFIG',
    hint: `Say what must hold, such as expect: 'held', or ['held', 'p99<200'].`,
  });
}

function requireObject(value: unknown, what: string, hint: string): UnknownRecord {
  if (isObject(value)) return value;
  const found = value === undefined ? 'missing' : `${kindOf(value)}, not an object`;
  throw new UsageError(`${what} is ${found}`, { code: 'INVALID_CONFIG', hint });
}

function requireKnown(given: UnknownRecord, known: readonly string[], where: string): void {
  const wrong = Object.keys(given).find((key) => !known.includes(key));
  if (wrong !== undefined)
    throw unknownName(
      { code: 'INVALID_CONFIG', subject: { text: where, option: null }, kind: 'key' },
      wrong,
      known,
    );
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null ? 'null' : `a ${typeof value}`;
}
