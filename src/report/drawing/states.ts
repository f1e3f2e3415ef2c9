import type { AccountState, DrawnSchedule } from '../../model.js';

/**
 * Sets the committed states of accounts in a column: `v1 90`; `2: v1 90` when there are several.
 */
export interface StateColumn {
  readonly width: number;
  readonly header: string;
  /** One line each. */
  lines(accounts: readonly AccountState[]): string[];
  /** The accounts before the first step, but only those that the schedule uses. */
  readonly initial: readonly AccountState[];
}

export function stateColumn(drawn: DrawnSchedule): StateColumn {
  const { initial, steps } = drawn;
  const named = initial.length > 1;
  const involved = involvedIn(drawn);
  const shown = [initial, ...steps.map(({ accounts }) => accounts)]
    .flat()
    .filter(({ id }) => involved.has(id));
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));
  const ids = widest(shown.map(({ id }) => `${id}`));
  const versions = widest(shown.map(({ version }) => `${version}`));
  const balances = widest(shown.map(({ balance }) => `${balance}`));
  const line = ({ id, version, balance }: AccountState) => {
    const name = named ? `${`${id}`.padStart(ids)}: ` : '';
    return `${name}v${`${version}`.padEnd(versions)}  ${`${balance}`.padStart(balances)}`;
  };
  const header = named ? 'accounts' : 'account';
  return {
    header,
    width: Math.max(header.length, widest(shown.map(line))),
    lines: (accounts) => accounts.map(line),
    initial: initial.filter(({ id }) => involved.has(id)),
  };
}

/** The accounts that an operation requests or that change; all accounts if there are none. */
function involvedIn({ initial, steps, operations }: DrawnSchedule): ReadonlySet<number> {
  const before = new Map(initial.map((account) => [account.id, account]));
  const changed = steps
    .flatMap(({ accounts }) => accounts)
    .filter(({ id, version, balance }) => {
      const old = before.get(id);
      return old?.version !== version || old.balance !== balance;
    });
  const asked = operations.flatMap(({ changes }) => changes.map(({ account }) => account));
  const involved = new Set([...changed.map(({ id }) => id), ...asked]);
  return involved.size > 0 ? involved : new Set(before.keys());
}
