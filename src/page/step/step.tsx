import { useEffect, useState } from 'preact/hooks';

import { DEFAULTS } from '../../plan/defaults.js';
import { settingsOf, useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Form, SelectField, SubmitButton, TextField, Trouble } from '../fields.js';
import { bodyOf, readForm, type FormValues, type Settings } from '../jobs/form.js';
import { WORKLOAD, WorkloadFields } from '../jobs/workload-fields.js';
import { Moment } from './moment.js';
import { useStepping, type Move } from './stepping.js';

const SHAPE = {
  fields: ['strategy', 'case', 'isolation', 'schedule', ...WORKLOAD],
  lists: [],
} as const;
type Values = FormValues<(typeof SHAPE.fields)[number], never>;

const { replay: REPLAY } = DEFAULTS;

/** A schedule, stepped by hand, as `race-lab replay --interactive` does it. */
export const Step = ({ catalogue }: ViewProps) => {
  const { address, change } = useNavigation();
  const values: Values = readForm(SHAPE, address.settings);
  const stepping = useStepping();
  const { state, isBusy, trouble } = stepping;
  // What is stepped through keeps its own settings, whatever the fields say meanwhile.
  const [begun, setBegun] = useState<Values | null>(null);
  const begin = async (chosen: Values) => {
    setBegun(chosen);
    change(settingsOf(chosen));
    await stepping.begin(bodyOf(requested(chosen)));
  };
  const move = async (next: Move) => {
    if (begun === null || state === null) return;
    const again = requested({ ...begun, schedule: state.schedule });
    const after = await stepping.move(next, bodyOf(again));
    if (after === null) return;
    change(settingsOf({ ...begun, schedule: after.schedule }));
  };
  useEffect(() => {
    // An address that was shared, or reloaded, goes on where it was.
    if (address.settings.size > 0) void begin(values);
  }, []);
  return (
    <>
      <p>
        You choose whose statement runs next. The schedule grows, the rows change, and at the end it
        is judged.
      </p>
      <StepForm
        {...{ catalogue, values, isBusy }}
        isBegun={state !== null}
        onChange={(next) => change(settingsOf({ ...values, ...next }))}
        onBegin={(chosen) => void begin(chosen)}
      />
      <Trouble message={trouble} />
      {state !== null && (
        <Moment state={state} isBusy={isBusy} onMove={(next) => void move(next)} />
      )}
    </>
  );
};

interface StepFormProps extends ViewProps {
  readonly values: Values;
  readonly isBusy: boolean;
  readonly isBegun: boolean;
  readonly onChange: (next: Partial<Values>) => void;
  readonly onBegin: (values: Values) => void;
}

/** What is stepped through, and the steps to begin with. */
const StepForm = ({ catalogue, values, isBusy, isBegun, onChange, onBegin }: StepFormProps) => {
  const { strategies, cases, scenarios } = catalogue;
  const subjects = [...strategies, ...cases.map(({ name }) => ({ name: `${CASE}${name}` }))];
  const subject = values.case === '' ? values.strategy || REPLAY.strategy : `${CASE}${values.case}`;
  const set = (name: keyof Values) => (value: string) => onChange({ [name]: value });
  return (
    <Form onSubmit={() => onBegin({ ...values, ...subjectIn(subject) })}>
      <div class="fields">
        <SelectField
          label="Strategy or case"
          value={subject}
          onChange={(name) => onChange({ ...subjectIn(name), schedule: '' })}
          choices={subjects}
        />
        {values.case === '' && (
          <WorkloadFields {...{ values, set, scenarios, defaults: REPLAY }} balanceFor="some" />
        )}
        <TextField
          label="Begin with"
          value={values.schedule}
          onChange={set('schedule')}
          placeholder="no step"
        />
      </div>
      <SubmitButton disabled={isBusy}>{isBegun ? 'Begin anew' : 'Begin'}</SubmitButton>
    </Form>
  );
};

/** Begins the names of cases in the list of strategies and cases. */
const CASE = 'case ';

const subjectIn = (name: string): Pick<Values, 'strategy' | 'case'> =>
  name.startsWith(CASE)
    ? { strategy: '', case: name.slice(CASE.length) }
    : { strategy: name, case: '' };

/** A case defines what its workers do; only a case takes an isolation level. */
const requested = (values: Values): Settings =>
  values.case === ''
    ? { ...values, isolation: '' }
    : { cases: values.case, isolation: values.isolation, schedule: values.schedule };
