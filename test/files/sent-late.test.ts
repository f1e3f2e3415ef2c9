/** A statement that is sent after its attempt ended, and one that is awaited. */
import { expect, test } from 'vitest';

import { refused, selectAccounts } from '../../src/strategies/steps.js';
import { lab } from '../support/lab.js';
import { defectOf, strategyOf, type Code } from './code.js';

/**
 * Two attempts. The first sends its statement after the second has had an answer from the server. By then the
 * first attempt has ended, unless it awaits the statement.
 */
function sendingFromALaterTurn(firstWaits: boolean): Code {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let sent: Promise<unknown> | undefined;
  return async (db, { accounts }) => {
    const isWarmUp = accounts.some((account) => account < 1);
    if (isWarmUp) return refused;
    if (sent === undefined) {
      sent = opened.then(() => selectAccounts(db, accounts).execute());
      if (firstWaits) await sent;
      return refused;
    }
    await selectAccounts(db, accounts).execute();
    open();
    await sent;
    return refused;
  };
}

const raceOf = (code: Code) =>
  lab({ strategy: ['mine'], workers: '2', operations: '1' }, [strategyOf(code)]);

test('an attempt that has ended must not send a statement while others race', async () => {
  const { message, hint } = await defectOf(raceOf(sendingFromALaterTurn(false)));
  expect(message).toContain(
    'strategy mine (./mine.ts) sent a statement after its attempt had ended: select "id"',
  );
  expect(hint).toContain('await is missing');
});

test('an attempt that awaits it may send it at any time', async () => {
  const { results } = await raceOf(sendingFromALaterTurn(true));
  expect(results[0]?.operations).toMatchObject({ attempted: 2, refused: 2 });
});
