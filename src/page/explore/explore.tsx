import { useMemo, useState } from 'preact/hooks';

import { DEFAULTS } from '../../plan/defaults.js';
import { ScheduleLink } from '../../report/formats/html/schedule-link.js';
import { hrefOf, settingsOf, useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Button, Choices, NumberField, SelectField, TextField, Trouble } from '../fields.js';
import { bodyOf, formAddress, readForm, type FormValues, type Settings } from '../jobs/form.js';
import { useJob, type FollowedJob, type Job } from '../jobs/follow.js';
import { Result } from '../jobs/result.js';
import { messageOf, request } from '../service.js';

const SHAPE = {
  fields: ['scenario', 'workers', 'operations', 'accounts', 'amount', 'balance', 'isolation'],
  lists: ['strategy', 'cases'],
} as const;
type Values = FormValues<(typeof SHAPE.fields)[number], (typeof SHAPE.lists)[number]>;

const FIRST = new URLSearchParams('strategy=naive&strategy=for-update');
const { explore: EXPLORE } = DEFAULTS;

/** Explorations of strategies and cases, as `race-lab explore` does them. */
export const Explore = ({ catalogue }: ViewProps) => {
  const { address, change, go } = useNavigation();
  const settings = address.settings.size === 0 ? FIRST : address.settings;
  const values: Values = readForm(SHAPE, settings);
  const id = settings.get('id');
  const job = useJob('/explorations', id);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [own, setOwn] = useState('');
  const ofCases = values.cases.length > 0;
  const set = (name: keyof Values) => (value: string | readonly string[]) =>
    change(formAddress({ ...values, [name]: value }, id));
  const start = async () => {
    setTrouble(null);
    try {
      const body = bodyOf(ofCases ? ofTheCases(values) : { ...values, isolation: '', cases: [] });
      const started = await request<Job>('POST', '/explorations', { body });
      go('/explore', formAddress(values, started.id));
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  const linkTo = useMemo(
    () => (name: string, schedule: string) => stepAddress(values, name, schedule),
    [address],
  );
  const number = (
    label: string,
    name: 'workers' | 'operations' | 'accounts' | 'balance',
    placeholder: string,
  ) => (
    <NumberField
      label={label}
      value={values[name]}
      onChange={set(name)}
      placeholder={placeholder}
    />
  );
  const [subject = ''] = ofCases ? values.cases : values.strategy;
  return (
    <>
      <p>
        Every order of the statements of a few workers: which orders lose something, and how the
        workers can end.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        {catalogue.cases.length > 0 && (
          <Choices
            legend="Cases"
            choices={catalogue.cases}
            chosen={values.cases}
            onChange={set('cases')}
          />
        )}
        {!ofCases && (
          <Choices
            legend="Strategies"
            choices={catalogue.strategies}
            chosen={values.strategy}
            onChange={set('strategy')}
          />
        )}
        <div class="fields">
          {ofCases ? (
            <SelectField
              label="Isolation"
              value={values.isolation}
              onChange={set('isolation')}
              choices={LEVELS}
            />
          ) : (
            <>
              <SelectField
                label="Scenario"
                value={values.scenario || EXPLORE.scenario}
                onChange={set('scenario')}
                choices={catalogue.scenarios}
              />
              {number('Workers', 'workers', `${EXPLORE.workers}`)}
              {number('Operations each', 'operations', `${EXPLORE.operations}`)}
              {number('Accounts', 'accounts', 'as the scenario needs')}
              <TextField
                label="Amount"
                value={values.amount}
                onChange={set('amount')}
                placeholder={`${EXPLORE.amount.min}`}
              />
              {number('Balance', 'balance', 'enough for some')}
            </>
          )}
        </div>
        <Button
          kind="main"
          onPress={() => void start()}
          disabled={!ofCases && values.strategy.length === 0}
        >
          Explore
        </Button>
      </form>
      <Trouble message={trouble} />
      {id !== null && (
        <ScheduleLink.Provider value={linkTo}>
          <Result
            job={job}
            path="/explorations"
            id={id}
            progress={progressText(job)}
            share={null}
            onTrouble={setTrouble}
          />
        </ScheduleLink.Provider>
      )}
      {job.document !== null && subject !== '' && (
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault();
            go('/step', stepSettings(values, subject, own));
          }}
        >
          <TextField
            label={`Any schedule of ${subject}`}
            value={own}
            onChange={setOwn}
            placeholder="ABBA"
          />
          <Button onPress={() => go('/step', stepSettings(values, subject, own))}>Draw it</Button>
        </form>
      )}
    </>
  );
};

const LEVELS = ['', 'read-committed', 'repeatable-read', 'serializable', 'all'].map((name) => ({
  name,
}));

/** A case says itself what its workers do. */
const ofTheCases = ({ cases, isolation }: Values): Settings => ({
  cases,
  isolation,
});

function progressText({ progress }: FollowedJob): string {
  const { name, schedules, broken } = progress;
  if (typeof name !== 'string' || name === '') return '';
  return `${name}, ${String(schedules)} schedules, ${String(broken)} of them broken`;
}

/** Where a schedule is drawn, step by step. */
const stepAddress = (values: Values, name: string, schedule: string): string =>
  hrefOf('/step', stepSettings(values, name, schedule));

function stepSettings(values: Values, name: string, schedule: string): URLSearchParams {
  const { scenario, workers, operations, accounts, amount, balance } = values;
  return values.cases.includes(name)
    ? settingsOf({ case: name, isolation: levelOf(values), schedule })
    : settingsOf({
        strategy: name,
        scenario,
        workers,
        operations,
        accounts,
        amount,
        balance,
        schedule,
      });
}

/** Several levels at once are for an exploration only. */
const levelOf = ({ isolation }: Values): string => (isolation === 'all' ? '' : isolation);
