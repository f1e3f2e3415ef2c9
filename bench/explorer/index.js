import { Session } from '../../build/database/session.js';
import { withServer } from '../server.js';
import { stockServers, withStockServer } from '../stock-server.js';
import { spread } from '../statistics.js';
import { CASES, ordersFor, prepareCase } from './cases.js';
import { runRaceLab } from './race-lab.js';
import { SCHEMA, specForms, specOf } from './spec.js';
import { recordStatements } from './statements.js';
import { findTester, runTester } from './tester.js';

export { tell } from './tell.js';

export const summary =
  "race-lab explore compared with PostgreSQL's own isolation tester: the same server, statements and orders";

/** Measures the cases in turn on every server. The first round is not counted: Node.js compiles in it. */
export async function measure({ rounds, progress }) {
  return withServers(async (servers) => {
    const context = { tester: await findTester(), forms: await specForms() };
    const measured = [];
    for (const given of CASES) {
      const sessions = await recordStatements(given, servers[0].url);
      measured.push({ given: prepareCase(given, sessions), rounds: [] });
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const { given, rounds: counted } of measured) {
        const rates = {};
        for (const server of servers) {
          rates[server.name] = await measureOnce(given, round, { ...context, server });
          progress(tellRound(round, given, server.name, rates[server.name]));
        }
        if (round > 0) counted.push(rates);
      }
    }
    const names = servers.map(({ name }) => name);
    const cases = measured.flatMap((each) => names.map((name) => summarise(each, name)));
    return { cases, met: cases.every(({ met }) => met !== false) };
  });
}

/** Starts the embedded server, and servers with the default settings of a new cluster, such as `jit`. */
async function withServers(work) {
  const stock = [...(await stockServers())];
  const start = ([next, ...others], servers) => {
    if (next === undefined) return work(servers);
    const [version, programs] = next;
    return withStockServer(programs, (server) =>
      start(others, [...servers, { name: `stock ${version}`, ...server }]),
    );
  };
  return withServer((server) => start(stock, [{ name: EMBEDDED, ...server }]));
}

const EMBEDDED = 'embedded';
/** The goal on an existing server: at least this share of the explorer's rate on the embedded server. */
const SHARE = 0.8;

/**
 * Measures the three sides of a case, in an order that changes from round to round.
 * @returns permutations per second of each side
 */
async function measureOnce(given, round, { server, tester, forms }) {
  const orders = ordersFor(round, given);
  const askTester = async (form) => {
    await freshSchema(server.target, form.once);
    const spec = specOf(form, given.sessions, orders);
    return orders.length / (await runTester(tester, server.conninfo, spec, orders));
  };
  const sides = [
    ['own', () => askTester(forms.own)],
    ['lean', () => askTester(forms.lean)],
    ['raceLab', async () => given.orders.length / (await runRaceLab(given, server.url))],
  ];
  const rates = {};
  for (let turn = 0; turn < sides.length; turn += 1) {
    const [side, run] = sides[(round + turn) % sides.length];
    rates[side] = await run();
  }
  return rates;
}

/** Creates the tester's schema again. This is not timed. */
async function freshSchema(target, tables) {
  const session = await Session.open(target, null);
  await session.script(
    `drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA};
     set search_path to ${SCHEMA}; ${tables}`,
  );
  await session.close();
}

function tellRound(round, { name }, server, { own, lean, raceLab }) {
  const which = round === 0 ? 'warm-up' : `round ${round}`;
  const rates = `race-lab ${raceLab.toFixed(0)}/s, tester ${own.toFixed(0)}/s, lean ${lean.toFixed(0)}/s`;
  return `  ${which}, ${server}, ${name}: ${rates}`;
}

function summarise({ given, rounds }, server) {
  const { name, strategy, operations, goal, orders } = given;
  const over = (figure) => spread(rounds.map((rates) => figure(rates[server], rates[EMBEDDED])));
  const ratios = {
    own: over(({ own, raceLab }) => raceLab / own),
    lean: over(({ lean, raceLab }) => raceLab / lean),
    embedded: over(({ raceLab }, embedded) => raceLab / embedded.raceLab),
  };
  const isStock = server !== EMBEDDED;
  return {
    name,
    server,
    strategy,
    operations,
    permutations: orders.length,
    blocking: orders.filter(({ waits }) => waits > 0).length,
    permutationsPerSecond: {
      raceLab: over(({ raceLab }) => raceLab),
      own: over(({ own }) => own),
      lean: over(({ lean }) => lean),
    },
    ratios,
    goal,
    met:
      goal === null
        ? null
        : ratios.own.median >= goal && (!isStock || ratios.embedded.median >= SHARE),
    rounds: rounds.map((rates) => rates[server]),
  };
}
