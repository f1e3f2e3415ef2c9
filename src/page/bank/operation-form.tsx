import type { ViewProps } from '../app.js';
import { Button, Form, NumberField, SelectField, SubmitButton } from '../fields.js';
import type { FormValues } from '../jobs/form.js';
import type { Order } from './use-bank.js';

/** What the form holds. */
export const SHAPE = { fields: ['account', 'amount', 'strategy', 'think'], lists: [] } as const;
export type Values = FormValues<(typeof SHAPE.fields)[number], never>;

const FIRST_AMOUNT = '10';
const AT_ONCE = 50;

interface OperationFormProps extends ViewProps {
  readonly values: Values;
  /** Null: there is none. */
  readonly account: number | null;
  readonly accounts: readonly number[];
  readonly isBusy: boolean;
  readonly onChange: (next: Partial<Values>) => void;
  readonly onOperate: (order: Order) => void;
}

/** An operation on one of the accounts: which, how much, under which strategy, and how often. */
export const OperationForm = (props: OperationFormProps) => {
  const { catalogue, values, account, accounts, isBusy, onChange, onOperate } = props;
  const { strategies } = catalogue;
  const strategy = values.strategy || (strategies[0]?.name ?? '');
  const amount = values.amount || FIRST_AMOUNT;
  const set = (name: keyof Values) => (value: string) => onChange({ [name]: value });
  const operate = (kind: Order['kind'], count: number) => {
    if (account === null) return;
    onOperate({ account, kind, count, amount, strategy, think: values.think });
  };
  const disabled = isBusy || account === null;
  return (
    <Form onSubmit={() => operate('withdraw', 1)}>
      <div class="fields">
        <SelectField
          label="Account"
          value={account === null ? '' : String(account)}
          onChange={set('account')}
          choices={accounts.map((id) => ({ name: String(id) }))}
        />
        <SelectField
          label="Strategy"
          value={strategy}
          onChange={set('strategy')}
          choices={strategies}
        />
        <NumberField label="Amount" min={1} value={amount} onChange={set('amount')} />
        <NumberField
          label="Think, ms"
          value={values.think}
          placeholder="0"
          onChange={set('think')}
        />
      </div>
      <p class="notes">{strategies.find(({ name }) => name === strategy)?.summary}</p>
      <div class="moves">
        <SubmitButton disabled={disabled}>Withdraw</SubmitButton>
        <Button kind="main" disabled={disabled} onPress={() => operate('deposit', 1)}>
          Deposit
        </Button>
        <Button disabled={disabled} onPress={() => operate('withdraw', AT_ONCE)}>
          Withdraw, fifty at once
        </Button>
        <Button disabled={disabled} onPress={() => operate('deposit', AT_ONCE)}>
          Deposit, fifty at once
        </Button>
      </div>
    </Form>
  );
};
