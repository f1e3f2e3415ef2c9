/** The service of `race-lab serve`, in this process. */
import { strategies } from '../../src/strategies/index.js';
import { serve, type ServeOptions } from '../../src/serve/serve.js';
import { serverUrl } from './server.js';

/** A running service. */
export interface Service {
  readonly address: string;
  /** Sends JSON, and reads the answer. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends it, and waits until everything is gone. */
  end(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test expects of it, it asserts
  readonly body: any;
}

/** Starts a service on a free port and on the server of the test run. */
export async function startService(options: Partial<ServeOptions> = {}): Promise<Service> {
  const ending = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  const address = await new Promise<string>((resolve, reject) => {
    ended = serve({
      version: '0.0.0',
      host: '127.0.0.1',
      port: 0,
      allowedHosts: [],
      url: serverUrl(),
      lab: null,
      connections: 5,
      strategies,
      work: {
        strategies: [],
        scenarios: [],
        cases: [],
        lab: {},
        freshInstance: async (one) => one,
      },
      signal: ending.signal,
      tell: (text) => process.stderr.write(`${text}\n`),
      ready: async (where) => resolve(where),
      ...options,
    });
    ended.catch(reject);
  });
  return {
    address,
    send: (method, path, body) => send(`${address}${path}`, method, body),
    end: async () => {
      ending.abort(new Error('the test is over'));
      await ended;
    },
  };
}

async function send(url: string, method: string, body: unknown): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    ...(method === 'POST'
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) ?? '' }
      : {}),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}
