/** A client of steppings. */
import { Value } from 'typebox/value';
import { expect, onTestFinished } from 'vitest';

import { Problem } from '../../src/serve/schemas.js';
import { SteppingBody } from '../../src/serve/steppings/schemas.js';
import type { Answer, Service } from '../support/service.js';

/** Begins a stepping, which ends with its test. @returns its path, and calls on it */
export async function beginStepping(service: Service, options: object) {
  const begun = await service.send('POST', '/steppings', options);
  expect({ status: begun.status, detail: begun.body.detail }).toMatchObject({ status: 201 });
  const path = begun.headers.get('location') ?? '';
  expect(path).toBe(`/steppings/${begun.body.id}`);
  onTestFinished(async () => void (await service.send('DELETE', path)));
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
export function fitting({ status, body }: Answer) {
  expect({ status, body }).toMatchObject({ status: expect.toSatisfy((code) => code < 300) });
  expect([...Value.Errors({ Problem }, SteppingBody, body)]).toEqual([]);
  return body;
}
