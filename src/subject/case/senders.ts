/** Whether the workers of a case have used the database at all. */
import type { CaseDefect } from '../../errors.js';
import type { SerialFault } from '../../judge/serial/knowledge.js';
import type { Case } from '../../model.js';
import { numbered, listed } from '../../text/words.js';
import { abridged, printable } from '../../text/wrap.js';
import { CONNECT, failureBefore } from './early-failure.js';
import { propertyDefect, workerProperty } from './defects.js';
import type { CaseLane } from './lane.js';

const sendersIn = (lanes: readonly CaseLane[]): Set<number> =>
  new Set(lanes.flatMap((lane) => [...lane.senders]));

/** Whether fewer workers have sent a statement than a race needs. */
export const lacksSenders = (the: Case, lanes: readonly CaseLane[]): boolean =>
  sendersIn(lanes).size < Math.min(2, the.workers.length);

/**
 * Requires statements of two workers, because otherwise nothing was tested.
 * @param faults serial orders that are wrong: a worker may have failed before it sent anything
 * @throws {CaseDefect}
 */
export function requireSenders(
  the: Case,
  lanes: readonly CaseLane[],
  faults: readonly SerialFault[],
): void {
  if (!lacksSenders(the, lanes)) return;
  const senders = sendersIn(lanes);
  // What came too late may have been a worker's: the verdict says so.
  if (lanes.some(({ late }) => !late.isEmpty)) return;
  const failures = faults.flatMap(({ anomalies }) =>
    anomalies.flatMap((each) => (each.kind === 'failure' ? [each] : [])),
  );
  const failure = failures.find(({ worker }) => !senders.has(worker));
  // That it fails says more than that it sends nothing.
  if (senders.size > 0 && failure !== undefined) return;
  const failed = failure === undefined ? null : failureBefore(failure, the, lanes);
  const why = failed === null ? '' : `; ${failed.what}`;
  const free = new Map(lanes.flatMap((lane) => [...lane.housekeeping.lastOf]));
  for (const sender of senders) free.delete(sender);
  if (free.size > 0) throw sentOnlyFree(the, free, why);
  if (senders.size === 0 && lanes.some(({ habits }) => habits.haveSentAlone)) throw onlyAlone(the);
  const [only = 0] = senders;
  const who =
    senders.size === 0
      ? 'no worker sends a statement'
      : `only ${workerProperty(the.workers[only - 1]?.name ?? '')} sends statements`;
  const nothing = lanes.some(({ application }) => application.isNothing);
  throw propertyDefect(
    the,
    `${who} through race-lab, so nothing was tested${why}`,
    the.service !== null
      ? remedyOfService(lanes)
      : nothing && senders.size === 0
        ? 'Let open return what the workers use, such as a pool: it returned nothing.'
        : (failed?.remedy ?? CONNECT),
  );
}

/** A service that remembers what it was asked sends nothing when it is asked again. */
const onlyAlone = (the: Case): CaseDefect =>
  propertyDefect(
    the,
    'the workers sent statements only when each first ran alone, so nothing was tested',
    'The service answers from its memory, which is not put back between schedules. Let each call be new to it, for example by an idempotency key that is made for each call.',
  );

/** What the service has answered, and printed when it failed. */
function remedyOfService(lanes: readonly CaseLane[]): string {
  const [answer] = lanes.flatMap(({ application }) => application.lastAnswer ?? []);
  const said = answer === undefined ? '' : ` The last answer was ${answer}.`;
  const [printed] = lanes.flatMap(({ remarks }) => remarks);
  return [
    `Correct the request, or let the service connect to DATABASE_URL, which leads through race-lab.${said}`,
    ...(printed === undefined ? [] : [printed]),
  ].join(' ');
}

/** @param free what each worker that sends no step has sent */
function sentOnlyFree(the: Case, free: ReadonlyMap<number, string>, why: string): CaseDefect {
  const names = the.workers.flatMap(({ name }, i) =>
    free.has(i + 1) ? [workerProperty(name)] : [],
  );
  const [sql = ''] = free.values();
  const send = numbered(names.length, 'sends', 'send');
  return propertyDefect(
    the,
    `${listed(names)} ${send} only statements that read no table of the case, such as "${printable(abridged(sql))}", so nothing was tested${why}`,
    'Let each worker use the tables of the case: drivers send statements such as this one to set up a connection, so it is no step.',
  );
}
