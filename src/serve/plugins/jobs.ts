/** Races and explorations, as `run` and `explore` do them. */
import type { FastifyReply } from 'fastify';
import { Type, type TObject } from 'typebox';

import type { App, Parts } from '../app.js';
import { tooBusy } from '../bank/refusals.js';
import type { Job, JobKind, Jobs, Work } from '../jobs/jobs.js';
import { ExplorationBody, JobBody, JobParams, RaceBody } from '../jobs/schemas.js';
import { streamEvents } from '../jobs/stream.js';
import { explorationWork, raceWork } from '../jobs/work.js';
import { problems } from '../schemas.js';
import { problemOf } from './problems.js';

/** Clients that may follow events at once. */
const MOST_STREAMS = 32;

export async function racesPlugin(app: App, parts: Parts): Promise<void> {
  const { jobs, work } = parts;
  app.addSchema(JobBody);
  addJobs(app, jobs, 'race', 'races');
  app.post('/races', { schema: startSchema('race', RaceBody) }, async ({ body }, reply) =>
    accepted(reply, parts, 'race', { work: raceWork(body, work), cases: body.cases }),
  );
}

export async function explorationsPlugin(app: App, parts: Parts): Promise<void> {
  const { jobs, work } = parts;
  addJobs(app, jobs, 'exploration', 'explorations');
  app.post(
    '/explorations',
    { schema: startSchema('exploration', ExplorationBody) },
    async ({ body }, reply) =>
      accepted(reply, parts, 'exploration', {
        work: explorationWork(body, work),
        cases: body.cases,
      }),
  );
}

const startSchema = <Body extends TObject>(kind: JobKind, body: Body) => ({
  tags: [kind],
  operationId: kind === 'race' ? 'startRace' : 'startExploration',
  summary: `start ${kind === 'race' ? 'a race' : 'an exploration'}, in turn with others`,
  body,
  response: { 202: Type.Ref('Job'), ...problems },
});

function accepted(
  reply: FastifyReply,
  { jobs, steppings }: Parts,
  kind: JobKind,
  { work, cases }: { readonly work: Work; readonly cases: unknown },
): FastifyReply {
  const needsCases = cases !== undefined;
  if (needsCases) steppings.requireNoCase();
  const job = jobs.start(kind, work, { needsCases });
  const path = `${kind}s`;
  return reply.code(202).header('location', `/${path}/${job.id}`).send(shown(job, path));
}

const shown = ({ id, kind, state, result, error }: Job, path: string) => ({
  id,
  kind,
  state,
  events: `/${path}/${id}/events`,
  report: result?.report ?? null,
  problem: state === 'failed' ? problemOf(error) : null,
});

function addJobs(app: App, jobs: Jobs, kind: JobKind, path: string): void {
  const name = kind === 'race' ? 'Race' : 'Exploration';
  const shared = { tags: [kind], params: JobParams };
  const response = { 200: Type.Ref('Job'), ...problems };
  let streams = 0;
  app.get(
    `/${path}/:id`,
    {
      schema: {
        ...shared,
        operationId: `get${name}`,
        summary: 'its state, and its result',
        response,
      },
    },
    async ({ params }) => shown(jobs.find(kind, params.id), path),
  );
  app.get(
    `/${path}/:id/document`,
    // Only the page draws it, so it is not part of the API.
    { schema: { ...shared, hide: true } },
    async ({ params }, reply) => {
      const { result } = jobs.find(kind, params.id);
      // The framework does not send null as JSON by itself.
      return reply.type('application/json').send(JSON.stringify(result?.document ?? null));
    },
  );
  app.delete(
    `/${path}/:id`,
    { schema: { ...shared, operationId: `cancel${name}`, summary: 'cancel it', response } },
    async ({ params }) => shown(jobs.cancel(kind, params.id), path),
  );
  app.get(
    `/${path}/:id/events`,
    {
      schema: {
        ...shared,
        operationId: `follow${name}`,
        summary: 'its progress, as server-sent events; Last-Event-ID continues',
        produces: ['text/event-stream'],
      },
    },
    ({ params, headers }, reply) => {
      const { events } = jobs.find(kind, params.id);
      if (streams >= MOST_STREAMS) throw tooBusy();
      streams += 1;
      reply.raw.once('close', () => {
        streams -= 1;
      });
      const known = Number(headers['last-event-id'] ?? 0);
      for (const [header, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(header, value);
      }
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      });
      streamEvents(events, Number.isSafeInteger(known) ? known : 0, reply.raw);
    },
  );
}
