import type { AccountState, ScheduleDrawing } from '../../../model.js';
import type { SideColumn, SideLine } from '../picture.js';

/**
 * Sets the committed states of accounts in a column: `v1 90`; `2: v1 90` when there are several.
 */
export interface StateColumn extends SideColumn {
  /** One line each. */
  lines(accounts: readonly AccountState[]): SideLine[];
}

export function stateColumn(drawn: ScheduleDrawing): StateColumn {
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
  const lines = (accounts: readonly AccountState[]) => accounts.map((account) => [line(account)]);
  const header = named ? 'accounts' : 'account';
  const width = Math.max(header.length, widest(shown.map(line)));
  return {
    header,
    widthIn: () => width,
    lines,
    // Only those that the schedule uses.
    initial: lines(initial.filter(({ id }) => involved.has(id))),
  };
}

/** The accounts that an operation requests or that change; all accounts if there are none. */
function involvedIn({ initial, steps, operations }: ScheduleDrawing): ReadonlySet<number> {
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
