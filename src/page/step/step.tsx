import { useEffect, useState } from 'preact/hooks';

import { DEFAULTS } from '../../plan/defaults.js';
import { settingsOf, useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Button, NumberField, SelectField, TextField, Trouble } from '../fields.js';
import { bodyOf, readForm, type FormValues, type Settings } from '../jobs/form.js';
import { Moment } from './moment.js';
import { useStepping, type Move } from './stepping.js';

const WORKLOAD = ['scenario', 'workers', 'operations', 'accounts', 'amount', 'balance'] as const;
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
    await stepping.begin(bodyOf(sent(chosen)));
  };
  const move = async (next: Move) => {
    const after = await stepping.move(next);
    if (after !== null && begun !== null)
      change(settingsOf({ ...begun, schedule: after.schedule }));
  };
  useEffect(() => {
    // An address that was shared, or reloaded, goes on where it was.
    if (address.settings.size > 0) void begin(values);
  }, []);
  const set = (name: keyof Values) => (value: string) =>
    change(settingsOf({ ...values, [name]: value }));
  const subjects = [
    ...catalogue.strategies,
    ...catalogue.cases.map(({ name }) => ({ name: `${CASE}${name}` })),
  ];
  const subject = values.case === '' ? values.strategy || REPLAY.strategy : `${CASE}${values.case}`;
  const number = (label: string, name: (typeof WORKLOAD)[number], placeholder: string) => (
    <NumberField
      label={label}
      value={values[name]}
      onChange={set(name)}
      placeholder={placeholder}
    />
  );
  return (
    <>
      <p>
        You choose whose statement runs next. The schedule grows, the rows change, and at the end it
        is judged.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void begin({ ...values, ...subjectIn(subject) });
        }}
      >
        <div class="fields">
          <SelectField
            label="Strategy or case"
            value={subject}
            onChange={(name) => change(settingsOf({ ...values, ...subjectIn(name), schedule: '' }))}
            choices={subjects}
          />
          {values.case === '' && (
            <>
              <SelectField
                label="Scenario"
                value={values.scenario || REPLAY.scenario}
                onChange={set('scenario')}
                choices={catalogue.scenarios}
              />
              {number('Workers', 'workers', `${REPLAY.workers}`)}
              {number('Operations each', 'operations', `${REPLAY.operations}`)}
              {number('Balance', 'balance', 'enough for some')}
            </>
          )}
          <TextField
            label="Begin with"
            value={values.schedule}
            onChange={set('schedule')}
            placeholder="no step"
          />
        </div>
        <Button
          kind="main"
          disabled={isBusy}
          onPress={() => void begin({ ...values, ...subjectIn(subject) })}
        >
          {state === null ? 'Begin' : 'Begin anew'}
        </Button>
      </form>
      <Trouble message={trouble} />
      {state !== null && (
        <Moment state={state} isBusy={isBusy} onMove={(next) => void move(next)} />
      )}
    </>
  );
};

const CASE = 'case ';

const subjectIn = (name: string): Pick<Values, 'strategy' | 'case'> =>
  name.startsWith(CASE)
    ? { strategy: '', case: name.slice(CASE.length) }
    : { strategy: name, case: '' };

/** A case says itself what its workers do. */
const sent = (values: Values): Settings =>
  values.case === ''
    ? { ...values, case: '', isolation: '' }
    : { cases: values.case, isolation: values.isolation, schedule: values.schedule };
