import { setTimeout as sleep } from 'node:timers/promises';

import { Worker } from './worker.js';

/** How long a reply may take before the server is asked who waits, in milliseconds. */
const QUIET_MS = 1;
/** How long a statement that may complete a deadlock waits until the server has surely looked for one. */
const CHECKED_MS = 5;

/**
 * Runs the workers of a case from the rows of the start, one statement at a time.
 * @param choose which of some workers is released next, as `(ready, position) => worker`; workers are counted from 0
 * @param among the workers that run
 */
export async function runOrder(place, the, choose, among = the.programs.map((_, index) => index)) {
  await place.reset();
  const workers = the.programs.map((_, index) => new Worker(the, index, place.sessions[index]));
  const choices = [];
  for (;;) {
    const ready = among.filter((index) => ['unstarted', 'held'].includes(workers[index].state));
    if (ready.length === 0) break;
    const chosen = choose(ready, choices.length);
    choices.push({ chosen, ready });
    workers[chosen].release(workers.some(({ state }) => state === 'sent'));
    await settle(workers, place);
  }
  if (among.some((index) => workers[index].state !== 'ended')) {
    throw new Error(`${the.name}: no worker can go on after ${lettersOf(choices)}`);
  }
  return {
    letters: lettersOf(choices),
    choices,
    among,
    endings: workers.map(({ ending }) => ending),
    rows: await place.rows(),
    violated: await place.violated(),
  };
}

const lettersOf = (choices) => choices.map(({ chosen }) => 'ABC'[chosen]).join('');

/** Until each worker is held, has ended, or waits for a lock that another worker will release. */
async function settle(workers, place) {
  for (;;) {
    for (const worker of workers) if (worker.hasReply) worker.deliver();
    const sent = workers.filter(({ state }) => state === 'sent');
    if (sent.length === 0) return;
    await Promise.race([...sent.map(({ answered }) => answered), sleep(QUIET_MS)]);
    if (sent.some(({ hasReply }) => hasReply)) continue;
    const blockers = await place.blockers(sent.map(({ pid }) => pid));
    if (sent.some(({ hasReply }) => hasReply)) continue;
    if (sent.every((worker) => isWaiting(worker, blockers))) return;
  }
}

function isWaiting({ pid, closingSince }, blockers) {
  if (blockers.get(pid).length === 0 || waitsForItself(pid, blockers)) return false;
  return closingSince === null || performance.now() - closingSince > CHECKED_MS;
}

/** Whether it is in a deadlock, which the server will resolve. */
function waitsForItself(pid, blockers) {
  const reached = new Set();
  const visit = (from) => {
    for (const blocker of blockers.get(from) ?? []) {
      if (reached.has(blocker)) continue;
      reached.add(blocker);
      visit(blocker);
    }
  };
  visit(pid);
  return reached.has(pid);
}
