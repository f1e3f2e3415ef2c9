/**
 * Hand-made histories, one line for each fact:
 *
 *     start 100                                    account 1 begins with 100, at version 0
 *     w1: read 0=100, write 1 absolute -10         SET balance = 90, built on the version it read
 *     w2: read 0=100, write 2 relative -10         SET balance = balance - 10
 *     w3: relative 3 -10                           the same without reading first
 *     w4: read 3=70, refused -80
 *     w5: failed conflict after 3 retries -10
 *     w5: retried 40001 conflict, relative 4 -10   carried out by its third attempt
 *     w6: indeterminate -10
 *     w7: committed -10                            reported success and wrote nothing
 *     w7: unsaid -10                               reported success and did not say what it wrote
 *     w8: write 4 on 9 -10                         reported a basis that cannot be
 *     limit 1 2                                    accounts 1 and 2 share one; if there is no
 *                                                  such line, each account has its own
 *     end 3=70                                     the final version and balance
 *     server lost                                  instead of an end
 *     cut short
 *
 * `@2` after a version or an amount means account 2, as in `start 100@2`. A worker's first
 * operation takes from 0 to 10 ms, its second from 10 to 20, and so on: those of different
 * workers overlap. `w1 from 3 to 5:` gives other times.
 */
import type {
  Account,
  Change,
  History,
  OperationRecord,
  Outcome,
  Write,
} from '../../../src/model.js';

/** Reads a history in the notation above. */
export function history(text: string, changed: Partial<History> = {}): History {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const states = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => state(rest(line)));
  const operations: OperationRecord[] = [];
  for (const line of lines.filter((candidate) => /^w\d/.test(candidate))) {
    operations.push(operation(line, operations));
  }
  return {
    strategy: 'hand-made',
    reference: 'hand-made',
    scenario: 'withdraw',
    round: 1,
    workers: new Set(operations.map(({ worker }) => worker)).size,
    processes: 1,
    initial: states('start'),
    limits: limitsIn(lines) ?? states('start').map(({ id }) => [id]),
    final: lines.includes('server lost') ? null : states('end'),
    operations,
    durationMs: operations.reduce((latest, { endedAt }) => Math.max(latest, endedAt), 0),
    cutShort: lines.includes('cut short'),
    ...changed,
  };
}

/** Null when there is no limit. */
function limitsIn(lines: readonly string[]): History['limits'] | null {
  const limits = lines.filter((line) => line.startsWith('limit '));
  return limits.length === 0 ? null : limits.map((line) => rest(line).split(' ').map(Number));
}

const rest = (line: string) => line.slice(line.indexOf(' ') + 1);

/** `100`, `2=90`, `2=90@3` */
function state(text: string): Account {
  const {
    version = '0',
    balance,
    account = '1',
  } = parse(/^(?:(?<version>-?\d+)=)?(?<balance>-?\d+)(?:@(?<account>\d+))?$/, text);
  return { id: Number(account), version: Number(version), balance: Number(balance) };
}

function operation(line: string, earlier: readonly OperationRecord[]): OperationRecord {
  const head = parse(/^w(?<worker>\d+)(?: from (?<from>\d+) to (?<to>\d+))?: (?<body>.*)$/, line);
  const worker = Number(head['worker']);
  const sequence = 1 + earlier.filter((other) => other.worker === worker).length;
  const parts = (head['body'] ?? '').split(', ');
  const reads = parts.filter((part) => part.startsWith('read ')).map((part) => state(rest(part)));
  const retried = parts.find((part) => part.startsWith('retried '));
  const clauses = parts.filter((part) => !part.startsWith('read ') && part !== retried);
  const changes = clauses.map(change);
  const startedAt = Number(head['from'] ?? 10 * (sequence - 1));
  const endedAt = Number(head['to'] ?? 10 * sequence);
  return {
    worker,
    sequence,
    kind: changes.some(({ by }) => by < 0) ? 'withdraw' : 'deposit',
    changes,
    startedAt,
    endedAt,
    activeFrom: startedAt,
    activeUntil: endedAt,
    retries: retried === undefined ? retries(clauses[0] ?? '') : rest(retried).split(' '),
    outcome: outcome(clauses, reads),
  };
}

function change(clause: string): Change {
  const { by, account = '1' } = parse(/ (?<by>[+-]\d+)(?:@(?<account>\d+))?$/, clause);
  return { account: Number(account), by: Number(by) };
}

function retries(clause: string): string[] {
  const found = /^\w+ (?<cause>\w+) after (?<times>\d+) retr/.exec(clause)?.groups;
  return Array.from({ length: Number(found?.['times'] ?? 0) }, () => found?.['cause'] ?? '');
}

function outcome(clauses: readonly string[], reads: readonly Account[]): Outcome {
  const [first = ''] = clauses;
  const [word = '', cause = ''] = first.split(' ');
  switch (word) {
    case 'refused':
    case 'indeterminate':
      return { kind: word, reads };
    case 'failed':
      return { kind: 'failed', cause, message: `the database reported ${cause}` };
    case 'committed':
      return { kind: 'committed', reads, writes: [] };
    case 'unsaid':
      return { kind: 'committed', reads, writes: null };
    default:
      return { kind: 'committed', reads, writes: clauses.map((clause) => write(clause, reads)) };
  }
}

function write(clause: string, reads: readonly Account[]): Write {
  const {
    version: text,
    how = 'relative',
    basis,
  } = parse(
    /^(?:write (?<version>\d+) (?:(?<how>absolute|relative)|on (?<basis>\d+))) /,
    clause.replace(/^relative (\d+)/, 'write $1 relative'),
  );
  const { account } = change(clause);
  const version = Number(text);
  if (basis !== undefined) return { account, version, basis: Number(basis) };
  if (how === 'relative') return { account, version, basis: version - 1 };
  const read = reads.find(({ id }) => id === account);
  if (read === undefined) throw new Error(`An absolute write needs a read: ${clause}`);
  return { account, version, basis: read.version };
}

function parse(pattern: RegExp, text: string): Partial<Record<string, string>> {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) throw new Error(`Not in the notation: ${text}`);
  return groups;
}
