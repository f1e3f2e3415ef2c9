/** The form of a view that starts races or explorations. */
import { useState } from 'preact/hooks';

import { useNavigation } from '../address.js';
import { messageOf, request } from '../service.js';
import { useJob, type FollowedJob, type Job, type JobPath } from './follow.js';
import {
  bodyOf,
  formAddress,
  readForm,
  type FormShape,
  type FormValues,
  type Settings,
} from './form.js';

interface JobFormOptions<Field extends string, List extends string> {
  readonly path: JobPath;
  readonly shape: FormShape<Field, List>;
  /** What the form shows before anything is chosen. */
  readonly first: URLSearchParams;
}

/** A form whose values stand in the address, and the job that it has started. */
export interface JobForm<Field extends string, List extends string> {
  readonly values: FormValues<Field, List>;
  readonly set: (name: Field | List) => (value: string | readonly string[]) => void;
  readonly start: (settings: Settings) => Promise<void>;
  /** The number of the job; null: none has been started. */
  readonly id: string | null;
  readonly job: FollowedJob;
  /** Why the job could not be started or cancelled. */
  readonly trouble: string | null;
  readonly setTrouble: (message: string | null) => void;
}

/** The form in the address of the browser. */
export function useJobForm<Field extends string, List extends string>({
  path,
  shape,
  first,
}: JobFormOptions<Field, List>): JobForm<Field, List> {
  const { address, change, go } = useNavigation();
  const settings = address.settings.size === 0 ? first : address.settings;
  const values = readForm(shape, settings);
  const id = settings.get('id');
  const job = useJob(path, id);
  const [trouble, setTrouble] = useState<string | null>(null);
  const set = (name: Field | List) => (value: string | readonly string[]) =>
    change(formAddress({ ...values, [name]: value }, id));
  const start = async (chosen: Settings) => {
    setTrouble(null);
    try {
      const started = await request<Job>('POST', path, { body: bodyOf(chosen) });
      go(address.path, formAddress(values, started.id));
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  return { values, set, start, id, job, trouble, setTrouble };
}
