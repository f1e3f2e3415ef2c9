import { useState } from 'preact/hooks';

import { settingsOf, useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Button, Form, NumberField, SubmitButton, Trouble } from '../fields.js';
import { readForm } from '../jobs/form.js';
import type { BankReport } from '../service.js';
import { AccountReport } from './account-report.js';
import { LastOperations } from './last-operations.js';
import { OperationForm, SHAPE, type Values } from './operation-form.js';
import { useBank } from './use-bank.js';

const FIRST_BALANCE = '1000';

/** Accounts, and operations on them under a strategy. */
export const Bank = ({ catalogue }: ViewProps) => {
  const { address, change } = useNavigation();
  const bank = useBank();
  const { report, isBusy } = bank;
  const values: Values = readForm(SHAPE, address.settings);
  const choose = (next: Partial<Values>) => change(settingsOf({ ...values, ...next }));
  const accounts = report?.accounts ?? [];
  const account = chosenAccount(values, report);
  const verdict = accounts.find((each) => each.account === account);
  const open = async (balance: string) => {
    const id = await bank.open(Number(balance));
    if (id !== null) choose({ account: String(id) });
  };
  const reset = async () => {
    if (!confirm('Remove all accounts and records, also those of other clients?')) return;
    await bank.reset();
    choose({ account: '' });
  };
  return (
    <>
      <p>
        Each operation is carried out under the strategy that you choose, recorded, and judged with
        the counts of a race. Other clients may work on the same accounts meanwhile.
      </p>
      <AccountForm
        isBusy={isBusy}
        onOpen={(balance) => void open(balance)}
        onReset={() => void reset()}
      />
      <OperationForm
        {...{ catalogue, values, account, isBusy }}
        accounts={accounts.map((each) => each.account)}
        onChange={choose}
        onOperate={(order) => void bank.operate(order)}
      />
      <Trouble message={bank.trouble} />
      {accounts.length === 0 && report !== null && <p>There is no account yet: open one.</p>}
      {verdict !== undefined && (
        <AccountReport report={verdict} isBusy={isBusy} onRefresh={() => void bank.refresh()} />
      )}
      <LastOperations operations={bank.operations} />
    </>
  );
};

interface AccountFormProps {
  readonly isBusy: boolean;
  readonly onOpen: (balance: string) => void;
  readonly onReset: () => void;
}

const AccountForm = ({ isBusy, onOpen, onReset }: AccountFormProps) => {
  const [balance, setBalance] = useState(FIRST_BALANCE);
  return (
    <Form class="fields" onSubmit={() => onOpen(balance)}>
      <NumberField label="Balance of a new account" value={balance} onChange={setBalance} />
      <SubmitButton kind="plain" disabled={isBusy}>
        Open an account
      </SubmitButton>
      <Button disabled={isBusy} onPress={onReset}>
        Remove all accounts
      </Button>
    </Form>
  );
};

/** The account of the address, or else the first one. */
function chosenAccount({ account }: Values, report: BankReport | null): number | null {
  const ids = (report?.accounts ?? []).map((each) => each.account);
  const chosen = ids.find((id) => String(id) === account);
  return chosen ?? (account === '' ? (ids[0] ?? null) : null);
}
