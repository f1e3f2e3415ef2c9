import { useState } from 'preact/hooks';

import { useNavigation } from '../address.js';
import { Form, SelectField, SubmitButton, TextField } from '../fields.js';
import { stepSettings, type Values } from './settings.js';

interface AnyScheduleProps {
  readonly values: Values;
  /** The strategies or cases. */
  readonly subjects: readonly string[];
}

/** A field for a schedule that no list shows. */
export const AnySchedule = ({ values, subjects }: AnyScheduleProps) => {
  const { go } = useNavigation();
  const [schedule, setSchedule] = useState('');
  const [chosen, setChosen] = useState('');
  const subject = subjects.includes(chosen) ? chosen : (subjects[0] ?? '');
  return (
    <Form class="fields" onSubmit={() => go('/step', stepSettings(values, subject, schedule))}>
      {subjects.length > 1 && (
        <SelectField
          label="Of"
          value={subject}
          onChange={setChosen}
          choices={subjects.map((name) => ({ name }))}
        />
      )}
      <TextField
        label={`Any schedule of ${subject}`}
        value={schedule}
        onChange={setSchedule}
        placeholder="ABBA"
      />
      <SubmitButton kind="plain">Draw it</SubmitButton>
    </Form>
  );
};
