import { dropShared } from '../../database/shared-schema.js';
import { UsageError } from '../../errors.js';
import { readLab } from '../../plan/serve.js';
import { serverUrl } from '../../plan/url.js';
import type { AccountVerdict, BankReport } from '../../serve/bank/judge.js';
import { findLab, judgeLab } from '../../serve/bank/lab.js';
import { count, counted } from '../../text/numbers.js';
import { option } from '../../text/option.js';
import { numbered } from '../../text/words.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { write, type Surroundings } from '../terminal.js';

export interface JudgeFlags {
  readonly url?: string;
  readonly lab?: string;
  readonly json?: boolean;
  readonly remove?: boolean;
}

/** `race-lab judge`: what the replicas of a lab did, judged as one. */
export async function judgeCommand(
  flags: JudgeFlags,
  { stdout, env, signal, patience }: Surroundings,
): Promise<ExitCode> {
  const url = serverUrl(flags.url, env['RACE_LAB_URL']);
  const name = readLab(flags.lab ?? requireName(), url);
  const remedy = () => 'Raise max_connections.';
  const where = { url: url ?? '', name, connections: 0, remedy, signal, patience };
  const database = await findLab(where);
  try {
    const report = await judgeLab(database);
    const text = flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : textOf(report);
    await write(stdout, text);
    if (flags.remove === true) await dropShared(database);
  } finally {
    await database.close({ keep: true, signal });
  }
  return EXIT.ok;
}

function requireName(): never {
  throw new UsageError(`${option('lab')} is missing`, {
    code: 'MISSING_OPTION',
    option: 'lab',
    hint: 'Name the lab of the replicas, as given to race-lab serve.',
  });
}

function textOf({ verdict, totals, replicas, accounts }: BankReport): string {
  const lines = [
    `${verdict}: ${counted(accounts.length, 'account')}, ${counted(replicas, 'replica')}; ` +
      `sum of the balances ${count(totals.finalBalance)}, drift ${figure(totals.drift)}`,
    ...accounts.flatMap(linesOf),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(account: AccountVerdict): readonly string[] {
  const { operations, strategies, witness, reason } = account;
  const names = strategies.map(({ strategy }) => strategy).join(', ') || 'unused';
  return [
    '',
    `account ${account.account} (${names}) ${account.verdict}: ` +
      `balance ${count(account.initialBalance)} → ${figure(account.finalBalance)}, ` +
      `expected ${figure(account.expectedBalance)}, drift ${figure(account.drift)}, ` +
      `lost updates ${figure(account.lostUpdates)}, violations ${figure(account.violations)}`,
    `  ${count(operations.committed)} committed, ${count(operations.refused)} refused, ` +
      `${count(operations.failed)} failed, ${count(operations.indeterminate)} indeterminate; ` +
      `${count(account.retries)} ${numbered(account.retries, 'retry', 'retries')}, p50 ${account.latencyMs.p50.toFixed(1)} ms, ` +
      `p99 ${account.latencyMs.p99.toFixed(1)} ms`,
    ...(witness?.sentences ?? [reason]).map((sentence) => `  ${sentence}`),
  ];
}

const figure = (value: number | null): string => (value === null ? 'unknown' : count(value));
