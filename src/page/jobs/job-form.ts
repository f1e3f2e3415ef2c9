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

/** A form, and the job that it has started. The address has the job, with the values that it was started with. */
export interface JobForm<Field extends string, List extends string> {
  readonly values: FormValues<Field, List>;
  /** Those in the address: of the job, if there is one. */
  readonly started: FormValues<Field, List>;
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
  const { address, go } = useNavigation();
  const settings = address.settings.size === 0 ? first : address.settings;
  const started = readForm(shape, settings);
  const id = settings.get('id');
  const job = useJob(path, id);
  const [trouble, setTrouble] = useState<string | null>(null);
  // Changed values are those of the next job. Another address brings its own.
  const [changed, setChanged] = useState<Changed<Field, List> | null>(null);
  const values = changed?.settings === address.settings ? changed.values : started;
  const set = (name: Field | List) => (value: string | readonly string[]) =>
    setChanged({ settings: address.settings, values: { ...values, [name]: value } });
  const start = async (chosen: Settings) => {
    setTrouble(null);
    try {
      const { id: next } = await request<Job>('POST', path, { body: bodyOf(chosen) });
      go(address.path, formAddress(values, next));
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  return { values, started, set, start, id, job, trouble, setTrouble };
}

interface Changed<Field extends string, List extends string> {
  /** Of the address at which they were changed. */
  readonly settings: URLSearchParams;
  readonly values: FormValues<Field, List>;
}
