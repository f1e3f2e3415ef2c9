/** The description of the service is valid, and enough for a client that is generated from it. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTypescript from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { directoryWith } from '../files/directory.js';
import { startService, type Service } from '../support/service.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const document = async () => (await service.send('GET', '/openapi.json')).body;

test('the document is one of OpenAPI 3.1, and describes every endpoint', async () => {
  const validator = new Validator();
  expect(await validator.validate(await document())).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(Object.keys((await document()).paths).toSorted()).toEqual([
    '/accounts',
    '/accounts/{id}',
    '/accounts/{id}/bursts',
    '/accounts/{id}/deposit',
    '/accounts/{id}/withdraw',
    '/catalogue',
    '/explorations',
    '/explorations/{id}',
    '/explorations/{id}/events',
    '/health',
    '/races',
    '/races/{id}',
    '/races/{id}/events',
    '/report',
    '/reset',
    '/steppings',
    '/steppings/{id}',
    '/steppings/{id}/back',
    '/steppings/{id}/finish',
    '/steppings/{id}/step',
    '/transfers',
  ]);
});

test('/docs shows it, without a script in the page', async () => {
  const answer = await fetch(`${service.address}/docs/`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/);
  expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
});

test('a client generated from it compiles, and makes a withdrawal', async () => {
  const { body } = await service.send('POST', '/accounts', { balance: 100 });
  const directory = directoryWith({ 'client.mts': CLIENT, 'tsconfig.json': TSCONFIG });
  writeFileSync(join(directory, 'api.d.ts'), await openapiTypescript(await document()));
  await compile(directory);
  const client: unknown = await import(pathToFileURL(join(directory, 'client.mjs')).href);
  if (!isClient(client)) throw new Error('the client exports no withdraw()');
  expect(await client.withdraw(service.address, String(body.id))).toBe(90);
});

interface Client {
  withdraw(baseUrl: string, id: string): Promise<number>;
}

const isClient = (module: unknown): module is Client =>
  typeof module === 'object' && module !== null && 'withdraw' in module;

async function compile(directory: string): Promise<void> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const compiled = promisify(execFile)(process.execPath, [compiler, '-p', directory]);
  await compiled.catch((error: unknown) => {
    throw new Error(`it does not compile: ${String(Object(error).stdout)}`);
  });
  // The library is found from here, not from the directory of the client.
  const file = join(directory, 'client.mjs');
  const library = pathToFileURL(join(ROOT, 'node_modules/openapi-fetch/dist/index.js')).href;
  writeFileSync(file, readFileSync(file, 'utf8').replace("'openapi-fetch'", `'${library}'`));
}

const CLIENT = `import createClient from 'openapi-fetch';
import type { paths } from './api.js';

export async function withdraw(baseUrl: string, id: string): Promise<number> {
  const { POST } = createClient<paths>({ baseUrl });
  const { data, error } = await POST('/accounts/{id}/withdraw', {
    params: { path: { id } },
    body: { amount: 10, strategy: 'for-update' },
  });
  if (data === undefined) throw new Error(error?.detail);
  return data.balance;
}
`;

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom'],
    types: [],
    strict: true,
    skipLibCheck: true,
    paths: { 'openapi-fetch': [join(ROOT, 'node_modules/openapi-fetch/dist/index.d.ts')] },
  },
  files: ['client.mts'],
});
