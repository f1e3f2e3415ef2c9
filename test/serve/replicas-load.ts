/** Load on the replicas of a lab, and what is judged of it. */
import type { Options } from 'autocannon';
import { expect } from 'vitest';

import { call } from '../cli/harness.js';
import { serverUrl } from '../support/server.js';
import { expectAgreement, load, sumInDatabase, type AccountFigures } from './load.js';
import { endReplica, startReplica, type Replica } from './replicas.js';

export async function expectReplicasAgree(
  lab: string,
  count: number,
  extent: Pick<Options, 'connections' | 'amount' | 'duration'>,
): Promise<void> {
  const where = ['--url', serverUrl(), '--lab', lab];
  const replicas: Replica[] = [];
  while (replicas.length < count) {
    replicas.push(await startReplica([...where, '--connections', '5']));
  }
  const addresses = replicas.map(({ address }) => address);
  for (const address of addresses.slice(0, 2)) await openAccount(address);
  const each = (account: number, strategy: string) =>
    Promise.all(addresses.map((address) => load(address, account, strategy, extent)));
  const [naive, locked] = await Promise.all([each(1, 'naive'), each(2, 'for-update')]);
  const answered = [sum(naive), sum(locked)] as const;

  for (const address of addresses) {
    const { report, inDatabase } = await reportAtRest(address, lab);
    expect(report.replicas).toBe(count);
    expectAgreement(report.accounts, answered, inDatabase);
  }
  const codes = await Promise.all(replicas.map(endReplica));
  expect(codes).toEqual(replicas.map(() => 130));

  const inDatabase = await sumInDatabase(`race_lab__${lab}`);
  const judged = await call(['judge', ...where, '--json', '--remove']);
  expect(judged).toMatchObject({ code: 0, stderr: '' });
  const { accounts, totals } = JSON.parse(judged.stdout);
  expectAgreement(accounts, answered, inDatabase);
  expect(totals.finalBalance).toBe(inDatabase);
  expect(await call(['judge', ...where])).toMatchObject({ code: 4, stdout: '' });
}

interface LabReport {
  readonly replicas: number;
  readonly accounts: [AccountFigures, AccountFigures];
}

/** A report while nothing changes: a load by time ends with requests that the other replicas still carry out. */
async function reportAtRest(
  address: string,
  lab: string,
): Promise<{ readonly report: LabReport; readonly inDatabase: number }> {
  for (;;) {
    const before = await sumInDatabase(`race_lab__${lab}`);
    const report: LabReport = await (await fetch(`${address}/report`)).json();
    const inDatabase = await sumInDatabase(`race_lab__${lab}`);
    if (inDatabase === before) return { report, inDatabase };
  }
}

const openAccount = (address: string) =>
  fetch(`${address}/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"balance":10000000}',
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
