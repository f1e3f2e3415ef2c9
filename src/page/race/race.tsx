import { useState } from 'preact/hooks';

import { DEFAULTS } from '../../plan/defaults.js';
import { useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Button, Choices, NumberField, SelectField, TextField, Trouble } from '../fields.js';
import { bodyOf, formAddress, readForm, type FormValues } from '../jobs/form.js';
import { useJob, type FollowedJob, type Job } from '../jobs/follow.js';
import { Result } from '../jobs/result.js';
import { messageOf, request } from '../service.js';

const SHAPE = {
  fields: ['scenario', 'workers', 'operations', 'accounts', 'amount', 'balance', 'think', 'rounds'],
  lists: ['strategy'],
} as const;
type Values = FormValues<(typeof SHAPE.fields)[number], (typeof SHAPE.lists)[number]>;

const RUN = DEFAULTS.run;

/** What the fields show before anything is chosen. A short race, to see something soon. */
const FIRST = new URLSearchParams('strategy=naive&strategy=for-update&workers=20&operations=10');

/** Races of strategies, as `race-lab run` does them. */
export const Race = ({ catalogue }: ViewProps) => {
  const { address, change, go } = useNavigation();
  const settings = address.settings.size === 0 ? FIRST : address.settings;
  const values: Values = readForm(SHAPE, settings);
  const id = settings.get('id');
  const job = useJob('/races', id);
  const [trouble, setTrouble] = useState<string | null>(null);
  const set = (name: keyof Values) => (value: string | readonly string[]) =>
    change(formAddress({ ...values, [name]: value }, id));
  const start = async () => {
    setTrouble(null);
    try {
      const started = await request<Job>('POST', '/races', { body: bodyOf(values) });
      go('/race', formAddress(values, started.id));
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  const number = (
    label: string,
    name: keyof Values & (typeof SHAPE.fields)[number],
    placeholder: string,
  ) => (
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
        Many workers at once, each under a strategy, against a real PostgreSQL: what is lost, and
        what safety costs.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Choices
          legend="Strategies"
          choices={catalogue.strategies}
          chosen={values.strategy}
          onChange={set('strategy')}
        />
        <div class="fields">
          <SelectField
            label="Scenario"
            value={values.scenario || RUN.scenario}
            onChange={set('scenario')}
            choices={catalogue.scenarios}
          />
          {number('Workers', 'workers', `${RUN.workers}`)}
          {number('Operations each', 'operations', `${RUN.operations}`)}
          {number('Accounts', 'accounts', 'as the scenario needs')}
          <TextField
            label="Amount"
            value={values.amount}
            onChange={set('amount')}
            placeholder={`${RUN.amount.min}`}
          />
          {number('Balance', 'balance', 'enough for most')}
          {number('Think, ms', 'think', `${RUN.thinkMs}`)}
          {number('Rounds', 'rounds', `${RUN.rounds}`)}
        </div>
        <Button kind="main" onPress={() => void start()} disabled={values.strategy.length === 0}>
          Start the race
        </Button>
      </form>
      <Trouble message={trouble} />
      {id !== null && (
        <Result
          job={job}
          path="/races"
          id={id}
          progress={progressText(job)}
          share={shareOf(job, values)}
          onTrouble={setTrouble}
        />
      )}
    </>
  );
};

function progressText({ progress }: FollowedJob): string {
  const { strategy, round, ended } = progress;
  const parts = [
    typeof strategy === 'string' ? strategy : '',
    typeof round === 'number' ? `round ${round}` : '',
    typeof ended === 'number' ? `${ended} operations ended` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Null: nothing was told yet. */
function shareOf({ progress: { ended } }: FollowedJob, values: Values): number | null {
  if (typeof ended !== 'number') return null;
  const { workers, operations, rounds, strategy } = values;
  const each = [
    Number(workers || RUN.workers),
    Number(operations || RUN.operations),
    Number(rounds || RUN.rounds),
  ].reduce((product, factor) => product * factor, strategy.length);
  return Math.min(1, ended / Math.max(1, each));
}
