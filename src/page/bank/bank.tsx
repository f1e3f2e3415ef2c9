import { useEffect, useState } from 'preact/hooks';

import { settingsOf, useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Button, NumberField, SelectField, Trouble } from '../fields.js';
import { readForm, type FormValues } from '../jobs/form.js';
import { messageOf, request, type Account, type BankReport, type Burst } from '../service.js';
import { AccountReport } from './account-report.js';
import { LastOperations, type DoneOperation } from './last-operations.js';

const SHAPE = { fields: ['account', 'amount', 'strategy', 'think'], lists: [] } as const;
type Values = FormValues<(typeof SHAPE.fields)[number], never>;
type Kind = 'withdraw' | 'deposit';

const FIRST_BALANCE = '1000';
const FIRST_AMOUNT = '10';
const AT_ONCE = 50;
/** Operations that the list keeps. */
const MOST_LISTED = 20;

/** Accounts, and operations on them under a strategy. */
export const Bank = ({ catalogue }: ViewProps) => {
  const { address, change } = useNavigation();
  const values: Values = readForm(SHAPE, address.settings);
  const strategy = values.strategy || (catalogue.strategies[0]?.name ?? '');
  const amount = values.amount || FIRST_AMOUNT;
  const [balance, setBalance] = useState(FIRST_BALANCE);
  const [report, setReport] = useState<BankReport | null>(null);
  const [operations, setOperations] = useState<readonly DoneOperation[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const judge = async () => setReport(await request<BankReport>('GET', '/report'));
  /** Does something, says what went wrong, and judges the bank anew. */
  const doing = async (work: () => Promise<void>) => {
    setTrouble(null);
    setIsBusy(true);
    try {
      await work();
      await judge();
    } catch (error) {
      setTrouble(messageOf(error));
      await judge().catch(() => undefined);
    } finally {
      setIsBusy(false);
    }
  };
  useEffect(() => void doing(async () => {}), []);
  const choose = (next: Partial<Values>) => change(settingsOf({ ...values, ...next }));
  const add = (done: DoneOperation) =>
    setOperations((known) => [done, ...known].slice(0, MOST_LISTED));
  const open = () =>
    doing(async () => {
      const opened = await request<Account>('POST', '/accounts', {
        body: { balance: Number(balance) },
      });
      choose({ account: String(opened.id) });
    });
  const account = chosenAccount(values, report);
  const operate = (kind: Kind, count: number) =>
    doing(async () => {
      if (account === null) return;
      const body = { kind, count, amount: Number(amount), strategy, think: Number(values.think) };
      const times = count === 1 ? '' : `${count} times at once, `;
      const name = `account ${account}: ${times}${kind} ${amount}, ${strategy}`;
      try {
        const burst = await request<Burst>('POST', `/accounts/${account}/bursts`, { body });
        add({ name, result: burstText(burst), isGood: burst.failed === 0 && burst.refused === 0 });
      } catch (error) {
        add({ name, result: messageOf(error), isGood: false });
        throw error;
      }
    });
  const reset = () =>
    doing(async () => {
      await request('POST', '/reset');
      setOperations([]);
      choose({ account: '' });
    });
  const accounts = report?.accounts ?? [];
  const verdict = accounts.find((each) => each.account === account);
  const disabled = isBusy || account === null;
  return (
    <>
      <p>
        Each operation is carried out under the strategy that you choose, recorded, and judged with
        the counts of a race. Other clients may work on the same accounts meanwhile.
      </p>
      <form class="fields" onSubmit={(event) => event.preventDefault()}>
        <NumberField label="Balance of a new account" value={balance} onChange={setBalance} />
        <Button disabled={isBusy} onPress={() => void open()}>
          Open an account
        </Button>
        <Button disabled={isBusy} onPress={() => void reset()}>
          Begin anew
        </Button>
      </form>
      <form onSubmit={(event) => event.preventDefault()}>
        <div class="fields">
          <SelectField
            label="Account"
            value={account === null ? '' : String(account)}
            onChange={(chosen) => choose({ account: chosen })}
            choices={accounts.map((each) => ({ name: String(each.account) }))}
          />
          <SelectField
            label="Strategy"
            value={strategy}
            onChange={(chosen) => choose({ strategy: chosen })}
            choices={catalogue.strategies}
          />
          <NumberField
            label="Amount"
            min={1}
            value={amount}
            onChange={(chosen) => choose({ amount: chosen })}
          />
          <NumberField
            label="Think, ms"
            value={values.think}
            placeholder="0"
            onChange={(chosen) => choose({ think: chosen })}
          />
        </div>
        <p class="notes">{catalogue.strategies.find(({ name }) => name === strategy)?.summary}</p>
        <div class="moves">
          <Button kind="main" disabled={disabled} onPress={() => void operate('withdraw', 1)}>
            Withdraw
          </Button>
          <Button kind="main" disabled={disabled} onPress={() => void operate('deposit', 1)}>
            Deposit
          </Button>
          <Button disabled={disabled} onPress={() => void operate('withdraw', AT_ONCE)}>
            Withdraw, fifty at once
          </Button>
          <Button disabled={disabled} onPress={() => void operate('deposit', AT_ONCE)}>
            Deposit, fifty at once
          </Button>
        </div>
      </form>
      <Trouble message={trouble} />
      {accounts.length === 0 && report !== null && <p>There is no account yet: open one.</p>}
      {verdict !== undefined && <AccountReport report={verdict} />}
      <LastOperations operations={operations} />
    </>
  );
};

/** The account of the address, or else the first one. */
function chosenAccount({ account }: Values, report: BankReport | null): number | null {
  const ids = (report?.accounts ?? []).map((each) => each.account);
  const chosen = ids.find((id) => String(id) === account);
  return chosen ?? (account === '' ? (ids[0] ?? null) : null);
}

function burstText(burst: Burst): string {
  const { committed, refused, failed, retries, balance, milliseconds } = burst;
  const parts = Object.entries({ committed, refused, failed, retries })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`);
  return `${parts.join(', ')} in ${Math.round(milliseconds)} ms; balance ${balance}`;
}
