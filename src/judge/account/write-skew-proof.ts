/**
 * Write skew, told: who read what, who wrote what, and what became of the sum. The anomaly is A5B
 * of Berenson et al., "A Critique of ANSI SQL Isolation Levels" (1995).
 */
import type { OperationRecord } from '../../model.js';
import { count } from '../../text/numbers.js';
import { isShared, type LimitFindings } from './findings.js';
import type { Overdraft } from './invariants.js';
import type { Naming } from './naming.js';
import { inOrder, type UpdateInOrder } from './order.js';
import { accountsOf, type Proof, type Write } from './proof.js';
import { distinct, keyOf, readOf } from './operations.js';
import { capitalized, deed, listed } from '../../text/words.js';

/** The first withdrawal that broke a limit which several accounts share, where no update was lost. */
export function proveWriteSkew(limits: readonly LimitFindings[], naming: Naming): Proof | null {
  const limit = limits.find((each) => isShared(each) && each.truth.first !== null);
  const first = limit?.truth.first ?? null;
  const account = limit?.accounts.find(({ chain }) => chain.account === first?.account);
  // Without a lost update every withdrawal wrote a version.
  if (limit === undefined || account === undefined || first === null) return null;
  if (first.version === null) return null;
  const { operation, before, by, version } = first;
  const unseen = updatesUnseen(limit, first);
  const other = unseen.findLast((update) => update.account !== first.account) ?? unseen.at(-1);
  const became = `became ${count(before + by)}`;
  return {
    kind: 'write skew',
    account,
    sentences: [
      ...(other === undefined ? [] : [`${part(limit, other, naming)}.`]),
      `${part(limit, { ...first, version }, naming, other?.operation)}${apart(first, other)}.`,
      ...(unseen.length > 1
        ? [
            `In all, ${count(unseen.length)} updates of ${accountsOf(limit)} came ${meanwhile(limit, first)}.`,
          ]
        : []),
      `The sum of ${accountsOf(limit)} was ${count(before)} by then, and ${became}.`,
    ],
    operations: distinct([...(other === undefined ? [] : [other.operation]), operation]),
    wrong: {
      writes: withdrawnUntil(limit, first),
      phrase: `takes the sum to ${count(before + by)}`,
    },
  };
}

/**
 * The writes of the operations that took from a limit until it broke. Operations may end in
 * another order than they wrote, so any of these may have been the last in time.
 */
function withdrawnUntil({ accounts }: LimitFindings, { operation }: Overdraft): readonly Write[] {
  const order = [...inOrder(accounts.map(({ chain }) => chain))];
  const last = order.findLastIndex((update) => keyOf(update.operation) === keyOf(operation));
  const until = order.slice(0, last + 1);
  // What an operation adds to the limit as a whole stands in the last of its updates.
  const takes = new Set(until.filter(({ by }) => by < 0).map((update) => keyOf(update.operation)));
  return until.filter((update) => takes.has(keyOf(update.operation)));
}

/**
 * The updates that took effect before a withdrawal, and that it had not seen: later than what it
 * read, or, of an account that it is not known to have read, while it was under way.
 */
function updatesUnseen(
  { accounts }: LimitFindings,
  { operation }: Overdraft,
): readonly UpdateInOrder[] {
  const order = [...inOrder(accounts.map(({ chain }) => chain))];
  const place = order.findIndex((update) => keyOf(update.operation) === keyOf(operation));
  return order.slice(0, place).filter((update) => {
    const read = readOf(operation, update.account);
    if (read === undefined) return update.operation.endedAt > operation.startedAt;
    return update.version > read.version;
  });
}

/** What one of them did: `A read version 0 of account 1 (balance 5), and withdrew 10 from …` */
function part(
  { accounts }: LimitFindings,
  {
    operation,
    account,
    by,
    version,
  }: Pick<UpdateInOrder, 'operation' | 'account' | 'by' | 'version'>,
  naming: Naming,
  before?: OperationRecord,
): string {
  const reads = (who: OperationRecord) =>
    accounts.flatMap(({ chain }) => readOf(who, chain.account) ?? []);
  const versions = (who: OperationRecord) => reads(who).map(({ id, version: v }) => `${id}:${v}`);
  const told = reads(operation).map(
    ({ id, version: read, balance }) =>
      `version ${read} of account ${id} (balance ${count(balance)})`,
  );
  const whole = told.length === accounts.length;
  const sum = reads(operation).reduce((all, { balance }) => all + balance, 0);
  const same = before !== undefined && versions(before).join() === versions(operation).join();
  const read = same ? 'the same' : `${listed(told)}${whole ? `, ${count(sum)} in all,` : ''}`;
  const look = told.length === 0 ? '' : `read ${read} and `;
  const where = `${by < 0 ? 'from' : 'into'} account ${account} (version ${version})`;
  return `${capitalized(naming.operation(operation))} ${look}${deed(by)} ${where}`;
}

/** When the updates came that it had not seen. */
const meanwhile = ({ accounts }: LimitFindings, { operation }: Overdraft): string =>
  accounts.some(({ chain }) => readOf(operation, chain.account) !== undefined)
    ? 'between its read and its write'
    : 'while it was under way';

/** Why nothing stopped them. */
const apart = ({ account }: Overdraft, other: UpdateInOrder | undefined): string =>
  other === undefined || other.account === account
    ? ''
    : ": they wrote different accounts, so neither write stood in the other's way";
