/** Schedules that a client steps through over HTTP. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { Value } from 'typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { caseFinder, loadCases } from '../../src/files/load-cases.js';
import { Problem } from '../../src/serve/schemas.js';
import { SteppingBody } from '../../src/serve/steppings/schemas.js';
import { keptCaseProject, racy } from '../cli/case-project.js';
import { startService, type Answer, type Service } from '../support/service.js';
import { labSchemas } from '../support/sessions.js';
import { replayed } from '../support/explore.js';

const loading = { api: () => import('../../src/index.js') };
const directory = keptCaseProject({ 'racy.race.ts': racy('racy') });

let service: Service;
/** Of the bank. */
let schemas: readonly string[];

beforeAll(async () => {
  const cases = await loadCases([join(directory, 'racy.race.ts')], loading);
  const parts = { strategies: [], scenarios: [], lab: {} };
  service = await startService({
    work: { ...parts, cases, freshInstance: caseFinder(loading) },
  });
  schemas = await labSchemas();
});
afterAll(async () => {
  await service.end();
  rmSync(directory, { recursive: true, force: true });
});

/** Begins a stepping. @returns its path, and calls on it */
async function begin(options: object = {}) {
  const begun = await service.send('POST', '/steppings', options);
  expect({ status: begun.status, detail: begun.body.detail }).toMatchObject({ status: 201 });
  const path = begun.headers.get('location') ?? '';
  expect(path).toBe(`/steppings/${begun.body.id}`);
  const post = (what: string, body?: object) => service.send('POST', `${path}/${what}`, body);
  return {
    path,
    begun: fitting(begun),
    step: (worker: string) => post('step', { worker }),
    steps: async (letters: string) => {
      let last = begun;
      for (const worker of letters) last = await post('step', { worker });
      return fitting(last);
    },
    back: () => post('back'),
    finish: () => post('finish', {}),
    read: async () => fitting(await service.send('GET', path)),
    end: async () => fitting(await service.send('DELETE', path)),
  };
}

/** The body of an answer, which is as the description of the service says. */
function fitting({ status, body }: Answer) {
  expect({ status, body }).toMatchObject({ status: expect.toSatisfy((code) => code < 300) });
  expect([...Value.Errors({ Problem }, SteppingBody, body)]).toEqual([]);
  return body;
}

test('naive is stepped to its lost update, and the last state stays', async () => {
  const naive = await begin({ strategy: 'naive' });
  expect(naive.begun).toMatchObject({
    hasEnded: false,
    problem: null,
    state: {
      subject: 'naive',
      schedule: '',
      judgement: null,
      tables: [{ name: 'account', rows: [[1, 10, 0]], count: 1 }],
    },
  });
  const over = await naive.steps('ABab');
  expect(over).toMatchObject({
    hasEnded: false,
    state: {
      schedule: 'ABAB',
      judgement: { verdict: 'broken', finding: { title: 'lost update' } },
      command: expect.stringContaining('replay --strategy naive --schedule ABAB'),
    },
  });
  expect(over.state.drawing).toEqual(JSON.parse(JSON.stringify(await replayed('naive', 'ABAB'))));
  const last = await naive.end();
  expect(last).toEqual({ ...over, hasEnded: true, endsInMs: null });
  expect(await naive.read()).toEqual(last);
  expect(await naive.end()).toEqual(last);
  expect(await labSchemas()).toEqual(schemas);
});
