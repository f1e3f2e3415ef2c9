import { getEventListeners } from 'node:events';

import { expect, test } from 'vitest';

import { defineCase } from '../../../../src/authoring/case.js';
import { ServiceApplication } from '../../../../src/subject/case/service/application.js';

const SERVER = "require('http').createServer().listen(process.env.PORT, '127.0.0.1')";

test('services of a run with many of them do not listen to its signal when they are closed', async () => {
  const the = defineCase({
    name: 'many',
    schema: 'select 1',
    service: { command: ['node', '-e', SERVER], replicas: 2 },
    worker: ({ fetch }) => fetch('/'),
  });
  if (the.service === null) throw new Error('the case has a service');
  const { signal } = new AbortController();
  const options = { variables: {}, limitMs: 30_000, signal };
  const application = await ServiceApplication.open(the, the.service, options);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);

  await application.close();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('services are ended when everything ends at once', async () => {
  const the = defineCase({
    name: 'one',
    schema: 'select 1',
    service: { command: ['node', '-e', SERVER] },
    worker: ({ fetch }) => fetch('/'),
  });
  if (the.service === null) throw new Error('the case has a service');
  const run = new AbortController();
  const options = { variables: {}, limitMs: 30_000, signal: run.signal };
  const application = await ServiceApplication.open(the, the.service, options);
  expect(application.death).toBeNull();

  run.abort();
  await expect.poll(() => application.death, { timeout: 10_000 }).not.toBeNull();
});
