import { NumberField, SelectField, TextField, type Choice } from '../fields.js';

/** The settings that say what the workers of a strategy do. */
export const WORKLOAD = [
  'scenario',
  'workers',
  'operations',
  'accounts',
  'amount',
  'balance',
] as const;
type WorkloadField = (typeof WORKLOAD)[number];

interface WorkloadFieldsProps {
  readonly values: Readonly<Record<WorkloadField, string>>;
  readonly set: (name: WorkloadField) => (value: string) => void;
  readonly scenarios: readonly Choice[];
  /** What the service uses when a field is empty. */
  readonly defaults: {
    readonly scenario: string;
    readonly workers: number;
    readonly operations: number;
    readonly amount: { readonly min: number };
  };
  /** How many operations the balance is for, when it is empty. */
  readonly balanceFor: 'most' | 'some';
}

/** Fields for what the workers of a strategy do. */
export const WorkloadFields = ({
  values,
  set,
  scenarios,
  defaults,
  balanceFor,
}: WorkloadFieldsProps) => {
  const field = (name: WorkloadField) => ({ value: values[name], onChange: set(name) });
  const { workers, operations, amount } = defaults;
  return (
    <>
      <SelectField
        label="Scenario"
        {...field('scenario')}
        value={values.scenario || defaults.scenario}
        choices={scenarios}
      />
      <NumberField label="Workers" {...field('workers')} placeholder={`${workers}`} />
      <NumberField label="Operations each" {...field('operations')} placeholder={`${operations}`} />
      <NumberField label="Accounts" {...field('accounts')} placeholder="by scenario" />
      <TextField label="Amount" {...field('amount')} placeholder={`${amount.min}`} />
      <NumberField label="Balance" {...field('balance')} placeholder={`enough for ${balanceFor}`} />
    </>
  );
};
