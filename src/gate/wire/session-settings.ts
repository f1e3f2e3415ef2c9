/** The settings of a session that statements set or read. */
import { isObject } from '../../text/values.js';

/** A setting that a statement uses. */
export interface SettingUse {
  /** In small letters; {@link ANY} when it is not a literal, or all of them are meant. */
  readonly name: string;
  /** It is set for the rest of the session, set back to what it was when the session began, or read. */
  readonly kind: 'set' | 'reset' | 'read';
}

/** Stands for all settings, or for one whose name is not a literal. */
export const ANY = '*';

/**
 * Settings that drivers and services set often. They can change when a statement fails and in which order rows come;
 * that is not explored.
 */
const FREE =
  /^(?:\w+_timeout|application_name|client_min_messages|client_encoding|log_\w+|jit\w*|enable_\w+|work_mem|\w+_cost)$/;

/** Names of an application's own settings, such as `app.tenant`, have a prefix. (Manual 19.16) */
const OWN = /^\w+\./;

/** Whether statements of other workers on the same connection may depend on it. */
export const concernsOthers = ({ name, kind }: SettingUse): boolean =>
  kind === 'read' ? OWN.test(name) : !FREE.test(name);

/**
 * The setting that a node of a parse tree uses; null: none. What ends with the transaction does not count.
 * @param tag such as `VariableSetStmt`
 */
export function settingUse(tag: string, of: Readonly<Record<string, unknown>>): SettingUse | null {
  switch (tag) {
    case 'VariableSetStmt':
      if (of['is_local'] === true || of['name'] === 'TRANSACTION') return null;
      return use(RESETS.test(String(of['kind'])) ? 'reset' : 'set', of['name']);
    case 'DiscardStmt':
      return of['target'] === 'DISCARD_ALL' ? use('reset', ANY) : null;
    case 'VariableShowStmt':
      return use('read', of['name']);
    case 'FuncCall':
      return settingOfCall(of);
    default:
      return null;
  }
}

/** `RESET`, and `SET … TO DEFAULT`. */
const RESETS = /^VAR_(?:RESET|RESET_ALL|SET_DEFAULT)$/;

/** The server does not distinguish small and capital letters in names. */
const use = (kind: SettingUse['kind'], name: unknown): SettingUse => ({
  kind,
  name: typeof name === 'string' ? name.toLowerCase() : ANY,
});

function settingOfCall(of: Readonly<Record<string, unknown>>): SettingUse | null {
  const names = itemsOf(of['funcname']).map((name) => textIn(at(name, 'String')));
  const given = itemsOf(of['args']).map((argument) => at(argument, 'A_Const'));
  const setting = textIn(at(given[0], 'sval'));
  switch (names.at(-1)) {
    case 'set_config':
      return isTrue(given[2]) ? null : use('set', setting);
    case 'current_setting':
      return use('read', setting);
    default:
      return null;
  }
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const at = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** Undefined: it is not a literal. */
function textIn(value: unknown): string | undefined {
  const text = at(value, 'sval');
  return typeof text === 'string' ? text : undefined;
}

const isTrue = (constant: unknown): boolean => at(at(constant, 'boolval'), 'boolval') === true;
