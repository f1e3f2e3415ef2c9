import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { findServerPackage } from '../../build/database/embedded/package.js';
import { cacheDirectory } from '../../build/database/embedded/places.js';
import { findServerUser } from '../../build/database/embedded/server-user.js';
import { installation } from '../../build/database/embedded/template.js';
import { SCHEMA } from './spec.js';

/** The relevant settings of race-lab's sessions, in the connection string, so that they need no statement. */
const SETTINGS = `options='-c search_path=${SCHEMA} -c enable_seqscan=off -c jit=off'`;

/** Finds PostgreSQL's own isolation tester in the embedded package. */
export async function findTester() {
  const [source, user] = await Promise.all([findServerPackage(), findServerUser()]);
  const { postgres } = await installation(source, user, await cacheDirectory(user));
  // Uses the copy in the cache, where the libraries have the names that the tester needs.
  const home = dirname(dirname(postgres));
  const program = join(home, 'lib/postgresql/pgxs/src/test/isolation/isolationtester');
  return { program, libraries: join(home, 'lib') };
}

/** Runs a specification. @returns seconds from the start of the process to its exit */
export async function runTester({ program, libraries }, conninfo, spec, orders) {
  const began = performance.now();
  const tester = spawn(program, [`${conninfo} ${SETTINGS}`], {
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  tester.stdin.end(spec);
  const exited = once(tester, 'close');
  const [output, errors] = await Promise.all([text(tester.stdout), text(tester.stderr)]);
  const [code] = await exited;
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`the isolation tester failed (${code}): ${errors}`);
  check(output, orders);
  return seconds;
}

/** Checks that the tester ran all permutations, with the expected number of waits and no errors. */
function check(output, orders) {
  const waits = orders.reduce((sum, order) => sum + order.waits, 0);
  const expected = {
    'starting permutation:': orders.length,
    '<waiting ...>': waits,
    '<... completed>': waits,
    'invalid permutation': 0,
    'ERROR:': 0,
  };
  for (const [words, times] of Object.entries(expected)) {
    const found = output.split(words).length - 1;
    if (found === times) continue;
    throw new Error(`the isolation tester wrote "${words}" ${found} times instead of ${times}`);
  }
}
