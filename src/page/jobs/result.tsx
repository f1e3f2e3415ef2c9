import { Blocks } from '../../report/formats/html/blocks.js';
import type { Document } from '../../report/document/blocks.js';
import { Button, Trouble } from '../fields.js';
import { messageOf, request } from '../service.js';
import { isUnderWay, type FollowedJob, type JobPath } from './follow.js';

interface ResultProps {
  readonly job: FollowedJob;
  readonly path: JobPath;
  /** Null: none has been started. */
  readonly id: string | null;
  /** How far it is, in words. */
  readonly progress: string;
  /** From 0 to 1; null: it cannot be known. */
  readonly share: number | null;
  /** Receives why the job could not be cancelled. */
  readonly setTrouble: (message: string) => void;
}

/** How far a job is, and then its report. */
export const Result = ({ job, path, id, progress, share, setTrouble }: ResultProps) => {
  if (id === null) return null;
  const isRunning = isUnderWay(job);
  const cancel = () =>
    void request('DELETE', `${path}/${id}`).catch((error: unknown) => setTrouble(messageOf(error)));
  return (
    <section class="result" aria-label="result" aria-busy={isRunning}>
      <p class="state" role="status">
        {STATES[job.state]}
        {isRunning && progress !== '' && `: ${progress}`}
      </p>
      {isRunning && (
        <div class="under-way">
          <progress aria-label="progress" {...(share === null ? {} : { value: share })} max={1} />
          <Button onPress={cancel}>Cancel</Button>
        </div>
      )}
      <Trouble message={job.trouble} />
      {job.document !== null && <Blocks document={withoutTitle(job.document)} />}
    </section>
  );
};

const STATES: Readonly<Record<FollowedJob['state'], string>> = {
  queued: 'Waits for others to end',
  running: 'Running',
  done: 'Done.',
  failed: 'It failed.',
  cancelled: 'Cancelled.',
  unknown: '',
};

/** The view has a heading of its own. */
const withoutTitle = (document: Document): Document =>
  document.filter(({ kind }) => kind !== 'title');
