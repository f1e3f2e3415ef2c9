import { useState } from 'preact/hooks';

import { useNavigation } from '../address.js';
import { Form, SubmitButton, TextField } from '../fields.js';
import { stepSettings, type Values } from './settings.js';

interface AnyScheduleProps {
  readonly values: Values;
  /** The strategy or the case. */
  readonly subject: string;
}

/** A field for a schedule that no list shows. */
export const AnySchedule = ({ values, subject }: AnyScheduleProps) => {
  const { go } = useNavigation();
  const [schedule, setSchedule] = useState('');
  return (
    <Form class="fields" onSubmit={() => go('/step', stepSettings(values, subject, schedule))}>
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
