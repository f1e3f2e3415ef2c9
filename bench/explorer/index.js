import { Session } from '../../dist/database/session.js';
import { withServer } from '../server.js';
import { spread } from '../statistics.js';
import { CASES, ordersFor, prepareCase } from './cases.js';
import { runRaceLab } from './race-lab.js';
import { SCHEMA, specForms, specOf } from './spec.js';
import { recordStatements } from './statements.js';
import { findTester, runTester } from './tester.js';

export { tell } from './tell.js';

export const summary =
  "race-lab explore beside PostgreSQL's own isolation tester: the same server, statements and orders";

/** Every case in turns, after a round that is not counted, in which Node.js compiles. */
export async function measure({ rounds, progress }) {
  return withServer(async (server) => {
    const context = { server, tester: await findTester(), forms: await specForms() };
    const measured = [];
    for (const given of CASES) {
      const sessions = await recordStatements(given, server.url);
      measured.push({ given: prepareCase(given, sessions), rounds: [] });
    }
    for (let round = 0; round <= rounds; round += 1) {
      for (const { given, rounds: counted } of measured) {
        const rates = await measureOnce(given, round, context);
        if (round > 0) counted.push(rates);
        progress(tellRound(round, given, rates));
      }
    }
    const cases = measured.map(summarise);
    return { cases, met: cases.every(({ met }) => met !== false) };
  });
}

/**
 * The three sides of a case, in an order that changes from round to round.
 * @returns permutations per second of each
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

/** The tester's schema anew; not part of what is timed. */
async function freshSchema(target, tables) {
  const session = await Session.open(target, null);
  await session.script(
    `drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA};
     set search_path to ${SCHEMA}; ${tables}`,
  );
  await session.close();
}

function tellRound(round, { name }, { own, lean, raceLab }) {
  const which = round === 0 ? 'warm-up' : `round ${round}`;
  const rates = `race-lab ${raceLab.toFixed(0)}/s, tester ${own.toFixed(0)}/s, lean ${lean.toFixed(0)}/s`;
  return `  ${which}, ${name}: ${rates}`;
}

function summarise({ given, rounds }) {
  const { name, strategy, operations, goal, orders } = given;
  const over = (figure) => spread(rounds.map(figure));
  const ratios = {
    own: over(({ own, raceLab }) => raceLab / own),
    lean: over(({ lean, raceLab }) => raceLab / lean),
  };
  return {
    name,
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
    met: goal === null ? null : ratios.own.median >= goal,
    rounds,
  };
}
