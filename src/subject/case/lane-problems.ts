/** What can be wrong with a case while its workers run, in words. */
import type { DefinitionChange } from '../../database/snapshot/definitions.js';
import { CaseDefect } from '../../errors.js';
import type { Channel, GatedWorker } from '../../explore/gate.js';
import type { Standstill } from '../../explore/subject.js';
import { whereabouts } from '../../explore/whereabouts.js';
import type { Case } from '../../model.js';
import { counted, span } from '../../text/numbers.js';
import { letterOf } from '../../text/schedule.js';
import { listed } from '../../text/words.js';
import { abridged, printable } from '../../text/wrap.js';
import { called, propertyDefect, workerProperty } from './defects.js';
import type { NotPlain } from './plain-value.js';
import { MOST_STATEMENTS } from './step-watch.js';

/**
 * No worker makes progress any more.
 * @param connections those of the application
 * @param requests those to a service that are not answered
 */
export function standstill(
  the: Case,
  { workers, outsidersOf, ms }: Standstill,
  connections: readonly Pick<Channel, 'position' | 'inTransaction'>[],
  requests: readonly string[],
): CaseDefect {
  const blockersOf = ({ channels }: GatedWorker) =>
    channels.flatMap((channel) => outsidersOf(channel));
  const places = workers.map((worker) => {
    const pids = blockersOf(worker);
    const where =
      pids.length === 0
        ? whereabouts(worker)
        : `${letterOf(worker.number)} waits for server process ${pids.join(', ')}, which no worker uses`;
    return where.replace(/^\S+/, (letter) => `${letter} (${nameOf(the, worker.number)})`);
  });
  const isBlocked = workers.some((worker) => blockersOf(worker).length > 0);
  return propertyDefect(
    the,
    `no worker has made progress for ${span(ms)}: ${places.join('; ')}${unanswered(requests)}`,
    isBlocked
      ? the.service === null
        ? BLOCKED
        : BLOCKED_BY_SERVICE
      : (lackOfClients(workers, connections) ?? ENDLESS),
  );
}

const unanswered = (requests: readonly string[]): string =>
  requests.length === 0 ? '' : `; the service has not answered ${listed(requests)}`;

/** Under load, the functions are dealt to more workers than the case has. */
const nameOf = ({ workers }: Case, number: number): string =>
  workers[(number - 1) % workers.length]?.name ?? '';

/** Under load, where the functions of the case are dealt to many workers. */
export function loadStandstill(
  the: Case,
  {
    waiting,
    others,
    ms,
  }: { readonly waiting: number; readonly others: number; readonly ms: number },
): CaseDefect {
  const places = [
    ...(waiting === 0 ? [] : [`${counted(waiting, 'worker')} without an answer of the server`]),
    ...(others === 0 ? [] : [`${counted(others, 'worker')} inside the application`]),
  ];
  return propertyDefect(
    the,
    `no worker has made progress for ${span(ms)}: ${places.join(', ')}`,
    ENDLESS,
  );
}

const BLOCKED =
  'Another connection holds the lock: look for a transaction that open, or code that no worker awaits, has not ended.';
const BLOCKED_BY_SERVICE =
  'Another connection of the service holds the lock, or waits for it: switch off jobs that write to the same rows.';
const ENDLESS =
  'A worker waits for something that never comes, or loops. Each worker must end by itself, in whatever order they run.';

/** The remedy when a pool may have no client left; null: it has. */
function lackOfClients(
  workers: readonly GatedWorker[],
  connections: readonly Pick<Channel, 'position' | 'inTransaction'>[],
): string | null {
  const isQuiet = workers.some(({ activity }) => activity.kind === 'quiet');
  const idle = connections.filter((each) => each.position.kind === 'idle' && !each.inTransaction);
  if (!isQuiet || idle.length === 0 || idle.length < connections.length) return null;
  const are = idle.length === 1 ? 'is' : 'are';
  return `A worker waits for something that never comes. If it waits for a client of a pool: ${counted(idle.length, 'connection')} of the application ${are} idle, so the pool is too small for all workers at once, or earlier runs have not given them back (client.release()).`;
}

/** A worker has sent more statements than any worker does. */
export class EndlessStatements extends CaseDefect {
  override readonly name = 'EndlessStatements';
  readonly worker: number;

  constructor(the: Case, worker: number, sql: string) {
    const who = workerProperty(nameOf(the, worker));
    super(
      the.name,
      `${called(the)}: ${who} has sent ${MOST_STATEMENTS} statements and does not stop; the last: ${printable(abridged(sql))}`,
      {
        hint: 'Look for an endless loop. To be explored, a worker must do little: two or three rows show most races.',
      },
    );
    this.worker = worker;
  }
}

export const refreshed = (the: Case, worker: number, sql: string): CaseDefect =>
  propertyDefect(
    the,
    `${workerProperty(nameOf(the, worker))} refreshes a materialized view, which cannot be put back: ${printable(abridged(sql))}`,
    'Leave that statement out, or let an ordinary view stand for it.',
  );

export const notPlain = (the: Case, property: string, { message, hint }: NotPlain): CaseDefect =>
  propertyDefect(the, `${property} returned ${message}`, hint);

export const altered = (the: Case, { kind, what }: DefinitionChange): CaseDefect =>
  propertyDefect(
    the,
    `a worker ${kind} the ${what}`,
    'Define everything in schema: between schedules race-lab puts rows back, and not definitions.',
  );

export const lateForEver = (the: Case, limitMs: number): CaseDefect =>
  propertyDefect(
    the,
    `a statement that came after all workers had ended has not been answered for ${span(limitMs)}`,
    'Let the worker await everything that it starts.',
  );

export const tooManyConnections = (the: Case, open: number): CaseDefect =>
  propertyDefect(
    the,
    `the server has no connection left for a worker: the application has ${counted(open, 'connection')} open`,
    'Let each worker end the clients that it makes, or give them back to their pool.',
  );
