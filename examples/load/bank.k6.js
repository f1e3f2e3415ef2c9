/* global __ENV, __ITER */
import { check } from 'k6';
import http from 'k6/http';

const TARGETS = (__ENV.TARGETS || 'http://localhost:4600').split(',');
const JSON_HEADERS = { headers: { 'content-type': 'application/json' } };

const strategy = (name, account) => ({
  executor: 'constant-vus',
  vus: 25,
  duration: '10s',
  env: { STRATEGY: name, ACCOUNT: account },
});

export const options = {
  scenarios: { naive: strategy('naive', '0'), locked: strategy('for-update', '1') },
  thresholds: { checks: ['rate>0.99'] },
};

/** Opens an account for each scenario. */
export function setup() {
  const body = JSON.stringify({ balance: 10000000 });
  return [0, 1].map(() => http.post(`${TARGETS[0]}/accounts`, body, JSON_HEADERS).json('id'));
}

export default function withdraw(accounts) {
  const target = TARGETS[__ITER % TARGETS.length];
  const body = JSON.stringify({ amount: 10, strategy: __ENV.STRATEGY });
  const account = accounts[Number(__ENV.ACCOUNT)];
  const answer = http.post(`${target}/accounts/${account}/withdraw`, body, JSON_HEADERS);
  check(answer, { 'it was carried out': ({ status }) => status === 200 });
}
