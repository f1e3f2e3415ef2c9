/** The endpoints of the bank. */
import { Type } from 'typebox';

import { about } from '../../errors.js';
import type { Strategy } from '../../model.js';
import { unknownName } from '../../plan/nearest-name.js';
import type { App, Parts } from '../app.js';
import type { Bank, Receipt } from '../bank/bank.js';
import { accountsOf, type Instruction } from '../bank/operation-of.js';
import { unsuccessful } from '../bank/refusals.js';
import {
  AccountBody,
  AccountOperation,
  AccountParams,
  BankReportBody,
  NewAccount,
  OperationReceipt,
  TransferOperation,
  TransferReceipt,
} from '../bank/schemas.js';
import type { BankAccount } from '../bank/tables.js';
import { RequestError } from '../problem.js';
import { problems } from '../schemas.js';

const tags = ['bank'];

export async function bankPlugin(app: App, { bank, strategies }: Parts): Promise<void> {
  for (const schema of [AccountBody, OperationReceipt, TransferReceipt, BankReportBody]) {
    app.addSchema(schema);
  }
  addAccounts(app, bank);
  const perform = performing(bank, strategies);
  addOperation(app, 'withdraw', 'take an amount from an account', perform);
  addOperation(app, 'deposit', 'put an amount on an account', perform);
  addTransfers(app, perform);
  addReport(app, bank);
}

function addAccounts(app: App, bank: Bank): void {
  app.post(
    '/accounts',
    {
      schema: {
        tags,
        operationId: 'openAccount',
        summary: 'open an account',
        body: NewAccount,
        response: { 201: Type.Ref('Account'), ...problems },
      },
    },
    async (request, reply) => {
      const { balance, guarded = false } = request.body;
      const account = await bank.open(balance, guarded);
      return reply.code(201).header('location', `/accounts/${account.id}`).send(shown(account));
    },
  );
  app.get(
    '/accounts/:id',
    {
      schema: {
        tags,
        operationId: 'getAccount',
        summary: 'its balance now',
        params: AccountParams,
        response: { 200: Type.Ref('Account'), ...problems },
      },
    },
    async ({ params }) => shown(await bank.account(Number(params.id))),
  );
}

const shown = ({ id, balance, version, initial, guarded }: BankAccount) => ({
  id,
  balance,
  version,
  initialBalance: initial,
  guarded,
});

/** Carries out an instruction under the strategy of that name. @throws for any outcome other than a commit */
type Perform = (
  instruction: Instruction,
  how: { readonly strategy: string; readonly think?: number | undefined },
) => Promise<Receipt & { readonly strategy: string }>;

/** Carries out instructions under the strategies that requests may name. */
export function performing(bank: Bank, strategies: readonly Strategy[]): Perform {
  const byName = new Map(strategies.map((strategy) => [strategy.name, strategy]));
  return async (instruction, { strategy: name, think = 0 }) => {
    const strategy = byName.get(name);
    if (strategy === undefined) {
      throw unknownName(
        { code: 'UNKNOWN_STRATEGY', subject: about('strategy'), kind: 'strategy' },
        name,
        [...byName.keys()],
      );
    }
    const receipt = await bank.perform(instruction, strategy, think);
    const { outcome, retries } = receipt.record;
    if (outcome.kind !== 'committed') throw unsuccessful(outcome, name, retries.length);
    return { ...receipt, strategy: name };
  };
}

function receiptOf({ record, strategy }: Receipt & { readonly strategy: string }) {
  const { worker, sequence, retries, startedAt, endedAt } = record;
  const milliseconds = endedAt - startedAt;
  return { strategy, retries: retries.length, worker, sequence, milliseconds };
}

const balanceOf = (accounts: readonly BankAccount[], id: number): number =>
  accounts.find((account) => account.id === id)?.balance ?? 0;

function addOperation(
  app: App,
  kind: 'withdraw' | 'deposit',
  summary: string,
  perform: Perform,
): void {
  app.post(
    `/accounts/:id/${kind}`,
    {
      schema: {
        tags,
        operationId: kind,
        summary,
        params: AccountParams,
        body: AccountOperation,
        response: { 200: Type.Ref('Receipt'), ...problems },
      },
    },
    async ({ params, body }) => {
      const account = Number(params.id);
      const done = await perform({ kind, account, amount: body.amount }, body);
      return { account, balance: balanceOf(done.accounts, account), ...receiptOf(done) };
    },
  );
}

function addTransfers(app: App, perform: Perform): void {
  app.post(
    '/transfers',
    {
      schema: {
        tags,
        operationId: 'transfer',
        summary: 'move an amount from one account to another',
        body: TransferOperation,
        response: { 200: Type.Ref('TransferReceipt'), ...problems },
      },
    },
    async ({ body }) => {
      const { from, to, amount } = body;
      if (from === to) throw sameAccount();
      const instruction = { kind: 'transfer', from, to, amount } as const;
      const done = await perform(instruction, body);
      const [source = 0, target = 0] = accountsOf(instruction);
      return {
        from: { account: source, balance: balanceOf(done.accounts, source) },
        to: { account: target, balance: balanceOf(done.accounts, target) },
        ...receiptOf(done),
      };
    },
  );
}

const sameAccount = (): RequestError =>
  new RequestError(400, 'from and to are the same account', {
    code: 'INVALID_REQUEST',
    hint: 'Name two accounts.',
  });

function addReport(app: App, bank: Bank): void {
  app.get(
    '/report',
    {
      schema: {
        tags,
        operationId: 'getReport',
        summary: 'every account judged, with the same counts as a race',
        response: { 200: Type.Ref('BankReport'), ...problems },
      },
    },
    async () => bank.report(),
  );
  app.post(
    '/reset',
    {
      schema: {
        tags,
        operationId: 'reset',
        summary: 'begin anew, without accounts and records',
        response: { 204: Type.Null({ description: 'It is empty' }), ...problems },
      },
    },
    async (_request, reply) => {
      await bank.reset();
      return reply.code(204).send(null);
    },
  );
}
