/** A race or an exploration, followed to its end. */
import { useEffect, useState } from 'preact/hooks';
import type { Static } from 'typebox';

import type { Document } from '../../report/document/blocks.js';
import type { JobBody } from '../../serve/jobs/schemas.js';
import type { ProblemBody } from '../../serve/schemas.js';
import { messageOf, request, ServiceError } from '../service.js';

/** What the service answers about a job. */
export type Job = Omit<Static<typeof JobBody>, 'problem'> & {
  readonly problem: ProblemBody | null;
};

/** Where jobs of a kind are. */
export type JobPath = '/races' | '/explorations';

/** What is known of a job so far. */
export interface FollowedJob {
  readonly state: Job['state'] | 'unknown';
  /** How far it is: the newest value of each property that the service sends. */
  readonly progress: Readonly<Record<string, unknown>>;
  /** Its report; null until it is done. */
  readonly document: Document | null;
  /** Why there is no report; null: there is, or there will be. */
  readonly trouble: string | null;
}

const NOTHING: FollowedJob = { state: 'unknown', progress: {}, document: null, trouble: null };

/** Follows a job by its events. @param id null: there is no job */
export function useJob(path: JobPath, id: string | null): FollowedJob {
  const [job, setJob] = useState<FollowedJob>(NOTHING);
  useEffect(() => {
    setJob(NOTHING);
    if (id === null) return undefined;
    const add = (change: Partial<FollowedJob>) => setJob((known) => ({ ...known, ...change }));
    const following = follow(`${path}/${id}`, add);
    return () => following.close();
  }, [path, id]);
  return job;
}

/** Whether the service still works on it. */
export const isUnderWay = ({ state }: FollowedJob): boolean =>
  state === 'queued' || state === 'running';

const ENDED: ReadonlySet<Job['state']> = new Set(['done', 'failed', 'cancelled']);

/** The browser connects again by itself, and the service continues after the last event. */
function follow(where: string, add: (change: Partial<FollowedJob>) => void): EventSource {
  const events = new EventSource(`${where}/events`);
  events.addEventListener('state', ({ data }: MessageEvent<string>) => {
    const { state }: Pick<Job, 'state'> = JSON.parse(data);
    if (!ENDED.has(state)) return add({ state });
    events.close();
    // It is done for a person when the report is there, too.
    return void conclude(where).then(add);
  });
  let progress: FollowedJob['progress'] = {};
  events.addEventListener('progress', ({ data }: MessageEvent<string>) => {
    // An event has only the properties that changed.
    progress = { ...progress, ...JSON.parse(data) };
    add({ progress });
  });
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return;
    void conclude(where).then(add);
  });
  return events;
}

/** What became of a job, when no further event comes. */
async function conclude(where: string): Promise<Partial<FollowedJob>> {
  try {
    const { state, problem } = await request<Job>('GET', where);
    const document = await request<Document | null>('GET', `${where}/document`);
    const trouble = problem === null ? null : problem.detail;
    return { state, document, trouble };
  } catch (error) {
    const isGone = error instanceof ServiceError && error.status === 404;
    return { state: 'unknown', trouble: isGone ? FORGOTTEN : messageOf(error) };
  }
}

const FORGOTTEN = 'This result is no longer kept. Start it again with the same settings.';
