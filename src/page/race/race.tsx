import { DEFAULTS } from '../../plan/defaults.js';
import type { ViewProps } from '../app.js';
import { Choices, Form, NumberField, SubmitButton, Trouble } from '../fields.js';
import { isUnderWay, type FollowedJob } from '../jobs/follow.js';
import type { FormValues } from '../jobs/form.js';
import { useJobForm } from '../jobs/job-form.js';
import { Result } from '../jobs/result.js';
import { WORKLOAD, WorkloadFields } from '../jobs/workload-fields.js';

const SHAPE = { fields: [...WORKLOAD, 'think', 'rounds'], lists: ['strategy'] } as const;
type Values = FormValues<(typeof SHAPE.fields)[number], (typeof SHAPE.lists)[number]>;

const RUN = DEFAULTS.run;

/** A short race, so that the first result comes soon. */
const FIRST = new URLSearchParams('strategy=naive&strategy=for-update&workers=20&operations=10');

/** Races of strategies, as `race-lab run` does them. */
export const Race = ({ catalogue }: ViewProps) => {
  const form = useJobForm({ path: '/races', shape: SHAPE, first: FIRST });
  const { values, set, job } = form;
  return (
    <>
      <p>
        Many workers at once, each under a strategy, against a real PostgreSQL: what is lost, and
        what safety costs.
      </p>
      <Form onSubmit={() => void form.start(values)}>
        <Choices
          legend="Strategies"
          choices={catalogue.strategies}
          chosen={values.strategy}
          onChange={set('strategy')}
        />
        <div class="fields">
          <WorkloadFields
            {...{ values, set, scenarios: catalogue.scenarios, defaults: RUN }}
            balanceFor="most"
          />
          <NumberField
            label="Think, ms"
            value={values.think}
            onChange={set('think')}
            placeholder={`${RUN.thinkMs}`}
          />
          <NumberField
            label="Rounds"
            value={values.rounds}
            onChange={set('rounds')}
            placeholder={`${RUN.rounds}`}
          />
        </div>
        <SubmitButton disabled={values.strategy.length === 0 || isUnderWay(job)}>
          Start the race
        </SubmitButton>
      </Form>
      <Trouble message={form.trouble} />
      <Result
        {...form}
        path="/races"
        progress={progressText(job)}
        share={shareOf(job, form.started)}
      />
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

/** The share of the operations that have ended; null: it is not known yet. */
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
