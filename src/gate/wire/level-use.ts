/** What statements are for the isolation level of transactions: they name it, or run at it. */
import { isObject, type UnknownRecord } from '../../text/values.js';

export type LevelUse =
  /** It begins a transaction. @see names, whether at a level of its own */
  | { readonly kind: 'begins'; readonly names: boolean }
  /** It ends a transaction. @see chains, whether another one begins at once, at the same level */
  | { readonly kind: 'ends'; readonly chains: boolean }
  /** `SET TRANSACTION ISOLATION LEVEL`, for the transaction that has begun. */
  | { readonly kind: 'names' }
  /** It sets the level of the further transactions of its session, or sets it back. */
  | { readonly kind: 'sets default' | 'resets default' }
  /** It reads or writes at the level of its transaction. */
  | { readonly kind: 'works' };

const OF_TRANSACTION = 'transaction_isolation';
const OF_SESSION = 'default_transaction_isolation';

/** Statements that run at no level. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'DeallocateStmt',
  'DiscardStmt',
  'ListenStmt',
  'UnlistenStmt',
  'VariableShowStmt',
]);

/** @param statement a statement of a parse tree. @returns null: it has nothing to do with levels */
export function levelUseOf(statement: unknown): LevelUse | null {
  const [[kind, node] = ['', null]] = Object.entries(isObject(statement) ? statement : {});
  const of = isObject(node) ? node : {};
  switch (kind) {
    case 'TransactionStmt':
      return useOfTransaction(of);
    case 'VariableSetStmt':
      return useOfSetting(of);
    default:
      return NEUTRAL.has(kind) ? null : { kind: 'works' };
  }
}

function useOfTransaction(of: UnknownRecord): LevelUse | null {
  switch (of['kind']) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return { kind: 'begins', names: isAmong(of['options']) };
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_ROLLBACK':
    case 'TRANS_STMT_PREPARE':
      return { kind: 'ends', chains: of['chain'] === true };
    default:
      return null;
  }
}

function useOfSetting(of: UnknownRecord): LevelUse | null {
  const isReset = RESETS.test(String(of['kind']));
  const name = typeof of['name'] === 'string' ? of['name'].toLowerCase() : '';
  switch (name) {
    // `SET LOCAL TRANSACTION` is the same.
    case 'transaction':
      return isAmong(of['args']) ? { kind: 'names' } : null;
    case OF_TRANSACTION:
      return isReset ? null : { kind: 'names' };
    case 'session characteristics':
      return isAmong(of['args']) ? { kind: 'sets default' } : null;
    case OF_SESSION:
      if (of['is_local'] === true) return null;
      return { kind: isReset ? 'resets default' : 'sets default' };
    default:
      return of['kind'] === 'VAR_RESET_ALL' ? { kind: 'resets default' } : null;
  }
}

/** `RESET`, and `SET … TO DEFAULT`. */
const RESETS = /^VAR_(?:RESET|RESET_ALL|SET_DEFAULT)$/;

/** Whether a level is among the modes of a transaction. */
const isAmong = (modes: unknown): boolean =>
  Array.isArray(modes) &&
  modes.some((mode: unknown) => {
    const element = isObject(mode) ? mode['DefElem'] : null;
    return isObject(element) && element['defname'] === OF_TRANSACTION;
  });

/**
 * What names the level of all transactions of a session as it begins; null: nothing does.
 * @param parameters of the client's startup packet. `options` has settings as `-c name=value`. (Manual 54.7)
 */
export function levelAtStart(parameters: ReadonlyMap<string, string>): string | null {
  const isSet = [...parameters].some(([name, value]) =>
    name.toLowerCase() === 'options'
      ? value.toLowerCase().replaceAll('-', '_').includes(OF_SESSION)
      : name.toLowerCase() === OF_SESSION,
  );
  return isSet ? `${OF_SESSION} of the connection` : null;
}
