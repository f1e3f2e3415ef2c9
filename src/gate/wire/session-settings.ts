/** Which statements set or read a setting of their session on which the statements after them may depend. */
import { isObject } from '../../text/values.js';

/** Settings that change neither the rows nor the results of statements: drivers and services set them often. */
const WITHOUT_EFFECT =
  /^(?:\w+_timeout|application_name|client_min_messages|client_encoding|log_\w+|jit\w*|enable_\w+|work_mem|\w+_cost)$/;

/** Names of an application's own settings, such as `app.tenant`, have a prefix. (Manual 19.16) */
const OWN = /^\w+\./;

/** Stands for all settings, or for one whose name is not a literal. */
const SOME = '*';

/**
 * The setting that a node of a parse tree sets for the rest of its session, or that it reads, if it is one of the
 * application's own.
 * @param tag such as `VariableSetStmt`
 * @returns null when there is none
 */
export function settingOf(tag: string, of: Readonly<Record<string, unknown>>): string | null {
  const name = typeof of['name'] === 'string' ? of['name'] : SOME;
  switch (tag) {
    case 'VariableSetStmt':
      return of['is_local'] === true || name === 'TRANSACTION' ? null : ifItHasEffect(name);
    case 'DiscardStmt':
      return of['target'] === 'DISCARD_ALL' ? SOME : null;
    case 'VariableShowStmt':
      return OWN.test(name) ? name : null;
    case 'FuncCall':
      return settingOfCall(of);
    default:
      return null;
  }
}

const ifItHasEffect = (name: string): string | null =>
  WITHOUT_EFFECT.test(name.toLowerCase()) ? null : name;

function settingOfCall(of: Readonly<Record<string, unknown>>): string | null {
  const names = listed(of['funcname']).map((name) => textIn(at(name, 'String')));
  const given = listed(of['args']).map((argument) => at(argument, 'A_Const'));
  const setting = textIn(at(given[0], 'sval')) ?? SOME;
  switch (names.at(-1)) {
    case 'set_config':
      return isTrue(given[2]) ? null : ifItHasEffect(setting);
    case 'current_setting':
      return OWN.test(setting) ? setting : null;
    default:
      return null;
  }
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const at = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** Undefined: it is not a literal. */
function textIn(value: unknown): string | undefined {
  const text = at(value, 'sval');
  return typeof text === 'string' ? text : undefined;
}

const isTrue = (constant: unknown): boolean => at(at(constant, 'boolval'), 'boolval') === true;
