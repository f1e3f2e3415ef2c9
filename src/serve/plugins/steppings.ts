/** Schedules that a client steps through, as `replay --interactive` does at a terminal. */
import { Type } from 'typebox';

import { withoutBigInt } from '../../report/formats/json.js';
import type { App, Parts } from '../app.js';
import { problems } from '../schemas.js';
import type { SteppingView } from '../steppings/entry.js';
import { steppingOrder } from '../steppings/order.js';
import { NewStepping, NextStep, SteppingBody, SteppingParams } from '../steppings/schemas.js';
import { problemOf } from './problems.js';

const shown = ({ error, state, ...view }: SteppingView) => ({
  ...view,
  state: JSON.parse(JSON.stringify(state, withoutBigInt)),
  problem: error === null ? null : problemOf(error),
});

const tags = ['stepping'];

/** One stepping, by its number. */
const one = (operationId: string, summary: string) => ({
  tags,
  operationId,
  summary,
  params: SteppingParams,
  response: { 200: Type.Ref('Stepping'), ...problems },
});

export async function steppingsPlugin(app: App, { steppings, jobs, work }: Parts): Promise<void> {
  app.addSchema(SteppingBody);
  app.post(
    '/steppings',
    {
      schema: {
        tags,
        operationId: 'beginStepping',
        summary: 'begin to step through a schedule of a strategy or a case',
        body: NewStepping,
        response: { 201: Type.Ref('Stepping'), ...problems },
      },
    },
    async ({ body }, reply) => {
      const order = steppingOrder(body, work);
      if (order.kind === 'case') jobs.requireNoCases();
      const view = await steppings.begin(order);
      // A client that has left meanwhile, as when a page is reloaded, does not know its number.
      if (reply.raw.destroyed) void steppings.find(view.id).end();
      return reply.code(201).header('location', `/steppings/${view.id}`).send(shown(view));
    },
  );
  addSteps(app, steppings);
}

function addSteps(app: App, steppings: Parts['steppings']): void {
  app.get('/steppings/:id', { schema: one('getStepping', 'where it stands') }, async ({ params }) =>
    shown(steppings.find(params.id).view),
  );
  app.post(
    '/steppings/:id/step',
    { schema: { ...one('takeStep', 'release the next statement of a worker'), body: NextStep } },
    async ({ params, body }) =>
      shown(await steppings.find(params.id).go((stepping) => stepping.step(body.worker))),
  );
  app.post(
    '/steppings/:id/back',
    { schema: one('takeStepBack', 'take the last step back: those before it run again') },
    async ({ params }) => shown(await steppings.find(params.id).go((stepping) => stepping.back())),
  );
  app.post(
    '/steppings/:id/finish',
    { schema: one('finishStepping', 'let the rest run') },
    async ({ params }) =>
      shown(await steppings.find(params.id).go((stepping) => stepping.finish())),
  );
  app.delete(
    '/steppings/:id',
    { schema: one('endStepping', 'end it, and wait until everything is closed') },
    async ({ params }) => shown(await steppings.find(params.id).end()),
  );
}
