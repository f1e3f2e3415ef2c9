import { useMemo } from 'preact/hooks';

import { DEFAULTS } from '../../plan/defaults.js';
import { ScheduleLink } from '../../report/formats/html/schedule-link.js';
import { hrefOf, useNavigation } from '../address.js';
import type { ViewProps } from '../app.js';
import { Choices, Form, SelectField, SubmitButton, Trouble } from '../fields.js';
import { isUnderWay, type FollowedJob } from '../jobs/follow.js';
import type { Settings } from '../jobs/form.js';
import { useJobForm, type JobForm } from '../jobs/job-form.js';
import { Result } from '../jobs/result.js';
import { WorkloadFields } from '../jobs/workload-fields.js';
import { AnySchedule } from './any-schedule.js';
import { SHAPE, stepSettings, type Field, type List, type Values } from './settings.js';

const FIRST = new URLSearchParams('strategy=naive&strategy=for-update');

/** Explorations of strategies and cases, as `race-lab explore` does them. */
export const Explore = ({ catalogue }: ViewProps) => {
  const { address } = useNavigation();
  const form = useJobForm({ path: '/explorations', shape: SHAPE, first: FIRST });
  const { started, job } = form;
  const linkTo = useMemo(
    () => (name: string, schedule: string) =>
      hrefOf('/step', stepSettings(started, name, schedule)),
    [address],
  );
  return (
    <>
      <p>
        Every order of the statements of a few workers: which orders lose something, and how the
        workers can end.
      </p>
      <ExploreForm catalogue={catalogue} form={form} />
      <Trouble message={form.trouble} />
      <ScheduleLink.Provider value={linkTo}>
        <Result {...form} path="/explorations" progress={progressText(job)} share={null} />
      </ScheduleLink.Provider>
      {job.document !== null && (
        <AnySchedule
          values={started}
          subjects={isOfCases(started) ? started.cases : started.strategy}
        />
      )}
    </>
  );
};

interface ExploreFormProps extends ViewProps {
  readonly form: JobForm<Field, List>;
}

const ExploreForm = ({ catalogue, form: { values, set, start, job } }: ExploreFormProps) => {
  const ofCases = isOfCases(values);
  const { cases, strategies, scenarios } = catalogue;
  const choices = (legend: string, name: List, all: typeof cases | typeof strategies) => (
    <Choices legend={legend} choices={all} chosen={values[name]} onChange={set(name)} />
  );
  return (
    <Form onSubmit={() => void start(requested(values))}>
      {cases.length > 0 && choices('Cases', 'cases', cases)}
      {!ofCases && choices('Strategies', 'strategy', strategies)}
      <div class="fields">
        {ofCases ? (
          <SelectField
            label="Isolation"
            value={values.isolation}
            onChange={set('isolation')}
            choices={LEVELS}
          />
        ) : (
          <WorkloadFields
            {...{ values, set, scenarios, defaults: DEFAULTS.explore }}
            balanceFor="some"
          />
        )}
      </div>
      <SubmitButton disabled={(!ofCases && values.strategy.length === 0) || isUnderWay(job)}>
        Explore
      </SubmitButton>
      {ofCases && (
        <p class="notes">
          Cases define what their workers do. Without one, strategies are explored.
        </p>
      )}
    </Form>
  );
};

const LEVELS = ['', 'read-committed', 'repeatable-read', 'serializable', 'all'].map((name) => ({
  name,
}));

const isOfCases = ({ cases }: Values): boolean => cases.length > 0;

/** Cases define what their workers do, and at which isolation level is for them alone. */
const requested = (values: Values): Settings =>
  isOfCases(values)
    ? { cases: values.cases, isolation: values.isolation }
    : { ...values, isolation: '' };

function progressText({ progress }: FollowedJob): string {
  const { name, schedules, broken } = progress;
  if (typeof name !== 'string' || name === '') return '';
  return `${name}, ${String(schedules)} schedules, ${String(broken)} of them broken`;
}
